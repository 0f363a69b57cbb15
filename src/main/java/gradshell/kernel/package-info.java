/// The loops over arrays: elementwise, reductions, products, convolutions, copies.
///
/// What a formula goes through:
///
/// 1. `Program`: straight-line code for one element, typed, each value computed once; `exp` and its kind are written out as arithmetic.
/// 2. `Evaluator`: walks the program. Cold formulas stay here, and tests take its word.
/// 3. `ScalarCode`: a generated class for each pattern of steps, after a thousand elements.
/// 4. `VectorCode`: the same with the Vector API, made and warmed by a thread of its own (`Upgrade`) when a loop is hot.
///
/// All four give the same bits. One loop may have several results (`Fused.of(List, …)`): an optimiser changes a parameter and all that it remembers of it in
/// one pass. Long arrays are divided among threads.
///
/// Sums and maxima of rows have vector code of their own (`VectorReductions`); softmax and layer norm (`Softmaxes`, `Deviations`) do everything to a few rows while they are in
/// a cache.
///
/// Matrix products have ways of their own (`Products`): rows, tiles in generated code (`ScalarTiles`, `TileCode`) and, when they are hot, blocks
/// with generated vector tiles (`Panels`, `VectorTiles`, `VectorTileCode`); where k lies the wrong way, it is turned in registers (`Turn`, `TurnCode`). Each adds over k in ascending order with one fma a step, so they too
/// give the same bits.
///
/// Convolutions copy no windows (`Convolutions`): images are laid out with their padding (`Planes`), so that every place of a window meets whole rows, and tiles of vectors take
/// them as they lie (`ImageProduct`, `WeightProduct`). New vector code of this kind is handed out once it has overtaken the scalar way (`Warming`).
///
/// Kernels that answer a `Runnable` have prepared all that does not change while memory stays where it is (`Op.bound`): a replay of a compiled step makes nothing new.
///
/// Tried and dropped:
///
/// - Leaving plain arithmetic to HotSpot: it vectorises scalar loops that begin at one place of all arrays and have one result, and is no faster than
///   vector code there (0.08 against 0.05 ns an addition in the first-level cache); elsewhere it is eight times slower.
/// - Memory that is not set to zero first: a clone of a million floats takes as long as a new array and a copy, because fetching the lines costs the most.
/// - One scalar loop with a place of its own for each array: HotSpot 25 does not vectorise it, because the arrays might be one and
///   overlap. Loops that begin at the same place of all arrays have a method with one index instead.
/// - Tiles of 6 × 4, 8 × 3, 9 × 3 or 12 × 2 vectors where there are 32 registers: 65 to 77 % of the core's peak from the nearest cache, 14 × 2 gets 85 %,
///   because it has the fewest loads for a multiplication. Panels of columns in the outer loop, so that one stays in the nearest cache while the
///   strips of rows pass by: 12 % slower than the other way around.
/// - Two or four steps of k in one turn of a tile's loop without fences between their loads: HotSpot loads ahead and runs out of registers, 120 and 90 GFLOP/s instead of 180.
///   With them, two steps give 187, because the loop's own counting takes fewer slots from the multiplications; four give 155 to 184. Blocks of 128, 384, 400 or 512 steps instead of 256: within the noise.
/// - With 16 registers, rows of the left operand read where they lie while the columns are packed: HotSpot loads the factors of all rows before it multiplies and
///   keeps sums in memory, 42 GFLOP/s instead of 92 (of 104). Panels in the outer loop, blocks of 1024 or 2048 bytes across, of 128, 384 or 512 steps and of 10 to 40 tiles down,
///   with a second cache of 512 kB: within the noise.
/// - Masks of a convolution's tiles made in a branch of their own: where that leaves the loop without spills it takes half the time (665 instead of 1304 µs), but the class is so large
///   that HotSpot's first compiler gives up on tiles of twelve sums, and what the second makes of them then differs from run to run (254 to 1061 µs).
/// - Dealing rows out into panels by vectors rather than `arraycopy`: no faster (0.24 ns a number), because fetching the lines costs the most.
/// - Turning a left operand whose rows lie together, so that a result of ten columns fills its vectors: the copy costs what the fuller vectors gain.
/// - `tanh` as (e²ˣ - 1) / (e²ˣ + 1) with plain rounding: 2.4 units in the last place near 0.06.
package gradshell.kernel;
