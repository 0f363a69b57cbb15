package gradshell.plot;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How a terminal is told to show an image among its characters.
public enum Protocol {
    /// PNG files in pieces: kitty, Ghostty.
    KITTY,
    /// PNG files: iTerm2, WezTerm, mintty.
    ITERM2,
    /// Colours and runs of pixels: foot, mlterm, contour, and old hardware.
    SIXEL;

    /// The longest piece that kitty takes at once.
    private static final int PIECE = 4096;
    /// About how many pixels wide a character is.
    private static final int CELL = 9;

    /// What a terminal says of itself in the environment; nothing if it shows no images or does not say.
    ///
    /// Nothing is sent to the terminal: many never answer. Between it and us, tmux and screen would swallow images.
    ///
    /// @param environment a variable's value by its name, or null
    public static Optional<Protocol> of(UnaryOperator<String> environment) {
        String type = value(environment, "TERM"), program = value(environment, "TERM_PROGRAM");
        if (!value(environment, "TMUX").isEmpty() || type.startsWith("screen") || type.startsWith("tmux")) return Optional.empty();
        if (type.contains("kitty") || type.contains("ghostty") || program.equals("ghostty") || !value(environment, "KITTY_WINDOW_ID").isEmpty()) return Optional.of(KITTY);
        if (program.equals("iTerm.app") || program.equals("WezTerm") || program.equals("mintty") || value(environment, "LC_TERMINAL").equals("iTerm2")) return Optional.of(ITERM2);
        if (type.startsWith("foot") || type.startsWith("mlterm") || type.startsWith("contour") || type.contains("sixel")) return Optional.of(SIXEL);
        return Optional.empty();
    }

    private static String value(UnaryOperator<String> environment, String name) {
        String value = environment.apply(name);
        return value == null ? "" : value;
    }

    /// The picture as the terminal is sent it, no wider than so many columns.
    String encode(Picture picture, int columns) {
        int across = Math.clamp(Math.ceilDiv(picture.width(), CELL), 1, columns);
        return switch (this) {
            case KITTY -> kitty(Base64.getEncoder().encodeToString(picture.png()), across);
            case ITERM2 -> iterm2(picture.png(), across);
            case SIXEL -> sixel(Paper.image(picture, Math.min(picture.width(), across * CELL)));
        };
    }

    /// In pieces; the first says that it is a PNG file to be shown at once, so wide, and that no answer is wanted.
    private static String kitty(String text, int columns) {
        StringBuilder all = new StringBuilder();
        for (int at = 0; at < text.length(); at += PIECE) {
            int end = Math.min(text.length(), at + PIECE);
            all.append("\033_G").append(at == 0 ? "a=T,f=100,q=2,c=" + columns + "," : "").append("m=").append(end < text.length() ? 1 : 0).append(';').append(text, at, end).append("\033\\");
        }
        return all.toString();
    }

    private static String iterm2(byte[] png, int columns) {
        String name = Base64.getEncoder().encodeToString("picture.png".getBytes(StandardCharsets.UTF_8));
        return "\033]1337;File=name=" + name + ";size=" + png.length + ";width=" + columns + ";preserveAspectRatio=1;inline=1:" + Base64.getEncoder().encodeToString(png) + "\007";
    }

    private static String sixel(BufferedImage image) {
        int width = image.getWidth(), height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < pixels.length; i++) pixels[i] &= 0xFFFFFF;
        return new Sixel(width, height, pixels).text();
    }
}
