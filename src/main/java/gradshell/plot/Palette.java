package gradshell.plot;

import java.awt.Color;

/// The colours of series and of amounts.
final class Palette {
    /// Told apart by most eyes (Okabe and Ito, 2008), darkest first.
    private static final int[] SERIES = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000, 0xF0E442};
    /// From little to much: dark blue over green to yellow, ever lighter.
    private static final int[] AMOUNTS = {0x440154, 0x46327E, 0x365C8D, 0x277F8E, 0x1FA187, 0x4AC16D, 0xA0DA39, 0xFDE725};

    private Palette() {}

    static int series(int number) { return SERIES[Math.floorMod(number, SERIES.length)]; }

    static Color color(int number) { return new Color(series(number)); }

    /// A lighter one, for backgrounds.
    static int light(int rgb) {
        int mixed = 0;
        for (int shift = 0; shift < 24; shift += 8) mixed |= ((rgb >> shift & 255) + 2 * 255) / 3 << shift;
        return mixed;
    }

    /// The colour of an amount from 0 to 1; grey for what is no number.
    static int amount(double share) {
        if (Double.isNaN(share)) return 0x808080;
        double place = Math.clamp(share, 0, 1) * (AMOUNTS.length - 1);
        int below = (int) Math.min(place, AMOUNTS.length - 2);
        return mix(AMOUNTS[below], AMOUNTS[below + 1], place - below);
    }

    private static int mix(int from, int to, double share) {
        int mixed = 0;
        for (int shift = 0; shift < 24; shift += 8) mixed |= (int) Math.round((from >> shift & 255) * (1 - share) + (to >> shift & 255) * share) << shift;
        return mixed;
    }

    /// How bright a colour is to the eye, from 0 to 1.
    static double brightness(int rgb) { return (0.2126 * (rgb >> 16 & 255) + 0.7152 * (rgb >> 8 & 255) + 0.0722 * (rgb & 255)) / 255; }

    /// Text in a colour of a terminal that knows them all.
    static String paint(int rgb, String text) { return "\033[38;2;" + (rgb >> 16 & 255) + ";" + (rgb >> 8 & 255) + ";" + (rgb & 255) + "m" + text + "\033[0m"; }
}
