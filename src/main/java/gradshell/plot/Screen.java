package gradshell.plot;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a picture is drawn on at a prompt.
///
/// @param columns  how wide it is
/// @param rows     how high it is
/// @param colors   how many colours its characters have: 0, 256, or 2²⁴
/// @param unicode  whether it has characters beside ASCII
/// @param protocol how it shows images; nothing if it shows none
public record Screen(int columns, int rows, int colors, boolean unicode, Optional<Protocol> protocol) {
    /// Where nothing is known of a reader.
    public static final Screen PLAIN = new Screen(72, 20, 0, true, Optional.empty());

    private static final int MOST_ROWS = 24;
    private static final Pattern TRUE_COLOR = Pattern.compile("([34]8);2;(\\d+);(\\d+);(\\d+)");
    private static final int[] CUBE = {0, 95, 135, 175, 215, 255};

    /// A picture for it, without a line break at the end: as an image if it shows those, otherwise in characters. A diagram is always a tree of
    /// characters, which can be scrolled.
    public String draw(Picture picture) {
        if (protocol.isPresent() && !(picture instanceof Diagram)) return protocol.get().encode(picture, columns);
        String text = picture.draw(columns, Math.clamp(rows - 4, 5, MOST_ROWS), colors > 0);
        if (colors > 0 && colors <= 256) text = TRUE_COLOR.matcher(text).replaceAll(color -> color.group(1) + ";5;" + indexed(channel(color.group(2)), channel(color.group(3)), channel(color.group(4))));
        return unicode ? text : ascii(text);
    }

    private static int channel(String digits) {
        int value = Integer.parseInt(digits), best = 0;
        for (int i = 1; i < CUBE.length; i++) if (Math.abs(CUBE[i] - value) < Math.abs(CUBE[best] - value)) best = i;
        return best;
    }

    /// The number of a colour of the cube that terminals of 256 colours have.
    private static int indexed(int red, int green, int blue) { return 16 + 36 * red + 6 * green + blue; }

    /// With the nearest characters of ASCII in place of braille, blocks and lines.
    static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.chars().forEach(c -> ascii.append(c < 128 ? (char) c : c > 0x2800 && c < 0x2900 ? ".:+*#".charAt(Math.min(4, (Integer.bitCount(c - 0x2800) - 1) / 2)) : ascii((char) c)));
        return ascii.toString();
    }

    private static char ascii(char c) {
        int at = "│┤├─┬┴└┘┌┐┼░▒▓█▀▏▎▍▌▋▊▉…".indexOf(c);
        return at < 0 ? '?' : "|||--++++++.+*##..:-==#~".charAt(at);
    }
}
