// How harvest.csv was made: fields that nobody ploughed, and what a formula says they yield.
//
//     scripts/gradshell scripts/data/harvest.jsh > scripts/data/harvest.csv

seed(1);
int fields = 800;

var rain = normal(600, 150, fields).clamp(200, 1100);              // millimetres a year
var sun = normal(1600, 200, fields).clamp(1000, 2200);             // hours a year
var nitrogen = uniform(0, 200, fields);                            // kilograms a hectare
var soil = randint(0, 3, fields);                                  // clay, loam or sand

// The rain that a soil wants, and what it yields at best. Too little and too much rain are both bad; each kilogram of nitrogen
// brings less than the one before.
var wanted = tensor(550.0, 650.0, 800.0).at(soil);
var best = tensor(6.5, 8.0, 5.0).at(soil);
var drought = rain.sub(wanted).div(250).square().neg().exp();
var food = nitrogen.div(-60).exp().mul(-0.6).add(1);
var light = sun.sub(1600).div(2000).add(1);
var yields = best.mul(drought).mul(food).mul(light).add(randn(fields).mul(0.3)).clamp(0, 100);

// One field in thirty has no record of the sun.
var lost = rand(fields).lt(1 / 30.0);

print("rain,sun,nitrogen,soil,yield");
for (int i = 0; i < fields; i++) {
    print(String.join(",",
        Math.round(rain.at(i).item()) + "",
        lost.at(i).item() > 0 ? "" : Math.round(sun.at(i).item()) + "",
        Math.round(nitrogen.at(i).item()) + "",
        List.of("clay", "loam", "sand").get((int) soil.at(i).item()),
        String.format(Locale.ROOT, "%.2f", yields.at(i).item())));
}
