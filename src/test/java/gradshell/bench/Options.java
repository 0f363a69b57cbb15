package gradshell.bench;

import java.util.ArrayList;
import java.util.List;

/// What was asked for on the command line; `scripts/bench --help` explains it.
///
/// @param names  the workloads or other measurements, none for all workloads
/// @param json   the file that figures are also written to, or null
record Options(String peer, List<String> names, int pairs, int threads, Clock clock, String json) {
    /// @param arguments the path of `peer.py`, then what the user typed
    static Options parse(List<String> arguments) {
        List<String> names = new ArrayList<>();
        int pairs = 9, threads = 1;
        Clock clock = Clock.WALL;
        String json = null;
        for (int i = 1; i < arguments.size(); i++) {
            String word = arguments.get(i);
            switch (word) {
                case "--pairs" -> pairs = count(word, next(arguments, ++i, word));
                case "--threads" -> threads = count(word, next(arguments, ++i, word));
                case "--json" -> json = next(arguments, ++i, word);
                case "--cpu" -> clock = Clock.CPU;
                default -> {
                    if (word.startsWith("-")) throw new IllegalArgumentException("there is no option " + word + "; scripts/bench --help lists them");
                    names.add(word);
                }
            }
        }
        if (clock == Clock.CPU && threads > 1) throw new IllegalArgumentException("--cpu: the time of one processor says nothing about " + threads + " threads; leave out --cpu or --threads");
        return new Options(arguments.getFirst(), names, pairs, threads, clock, json);
    }

    private static String next(List<String> arguments, int i, String option) {
        if (i >= arguments.size()) throw new IllegalArgumentException(option + ": its value is missing");
        return arguments.get(i);
    }

    private static int count(String option, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) return number;
        } catch (NumberFormatException _) {
            // Said below, with the numbers that are too small.
        }
        throw new IllegalArgumentException(option + ": \"" + text + "\" is no number from 1 on");
    }
}
