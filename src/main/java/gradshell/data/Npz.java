package gradshell.data;

import gradshell.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Named tensors in a file of NumPy's npz format: a zip archive of npy files, as `np.savez` and `np.savez_compressed` write it.
///
/// Nothing is unpacked to the disk, and no entry is read further than its header and its size in the archive both allow.
public final class Npz {
    private static final String SUFFIX = ".npy";
    /// No deflated byte stands for more bytes than this.
    private static final long DENSEST = 1032;
    private static final LocalDateTime TIMELESS = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /// Reads all tensors of a file, in its order.
    public static Map<String, Tensor> load(Path file) {
        return Disk.read(file, () -> {
            if (Files.size(file) == 0) throw new FormatException(file + ": the file is empty");
            try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
                List<? extends ZipEntry> entries = zip.stream().toList();
                check(file, entries);
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                for (ZipEntry entry : entries) tensors.put(name(entry), read(file, zip, entry));
                return tensors;
            } catch (ZipException e) {
                throw new FormatException(file + ": this is no zip archive, as an npz file is, or it was cut off (" + e.getMessage() + ")");
            }
        });
    }

    /// Everything that the archive says of itself, before anything is unpacked.
    private static void check(Path file, List<? extends ZipEntry> entries) throws IOException {
        Map<String, ZipEntry> names = new LinkedHashMap<>();
        long packed = 0, unpacked = 0, memory = Runtime.getRuntime().maxMemory();
        for (ZipEntry entry : entries) {
            String what = what(file, entry);
            if (!isPlain(entry.getName())) throw new FormatException(what + ": the name leads out of the archive");
            if (!entry.getName().endsWith(SUFFIX)) throw new FormatException(what + ": this is no npy file; an npz archive holds nothing else");
            if (names.put(entry.getName(), entry) != null) throw new FormatException(what + ": the name stands in the archive twice");
            if (entry.getSize() < 0 || entry.getCompressedSize() < 0) throw new FormatException(what + ": the archive does not tell its size");
            if (entry.getSize() / DENSEST > entry.getCompressedSize()) throw new FormatException(what + ": " + entry.getCompressedSize() + " bytes cannot unpack to the " + entry.getSize() + " that the archive claims");
            packed += entry.getCompressedSize();
            unpacked += entry.getSize();
            if (unpacked > memory) throw new FormatException(file + ": the entries unpack to more than the " + memory + " bytes of memory that Java has; start it with more (-Xmx)");
        }
        if (packed > Files.size(file)) throw new FormatException(file + ": the entries take " + packed + " bytes, and the file has " + Files.size(file) + "; they overlap");
    }

    private static Tensor read(Path file, ZipFile zip, ZipEntry entry) throws IOException {
        String what = what(file, entry);
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
            Tensor tensor = Npy.read(what, entry.getSize(), in);
            if (in.read() >= 0) throw new FormatException(what + ": it unpacks to more than the " + entry.getSize() + " bytes that the archive claims");
            if (sum.getValue() != entry.getCrc()) throw new FormatException(what + ": the check sum is wrong, so the file was damaged");
            return tensor;
        } catch (IOException e) {
            throw new FormatException(what + ": " + e.getMessage());
        }
    }

    private static String what(Path file, ZipEntry entry) { return file + ": " + Json.quote(entry.getName()); }

    private static String name(ZipEntry entry) { return entry.getName().substring(0, entry.getName().length() - SUFFIX.length()); }

    /// Whether a name stays below the place where someone may unpack it.
    private static boolean isPlain(String name) {
        return !name.startsWith("/") && name.indexOf('\\') < 0 && name.indexOf(':') < 0 && name.indexOf('\0') < 0 && !List.of(name.split("/", -1)).contains("..");
    }

    /// Writes tensors in their order, whole or not at all. The same tensors give the same bytes.
    public static void save(Path file, Map<String, Tensor> tensors) {
        for (String name : tensors.keySet())
            if (name.isEmpty() || !isPlain(name)) throw new FormatException(file + ": " + Json.quote(name) + " cannot be a name in an archive; use letters, digits, points and slashes");
        Disk.write(file, out -> write(tensors, out));
    }

    private static void write(Map<String, Tensor> tensors, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            ZipEntry entry = new ZipEntry(tensor.getKey() + SUFFIX);
            entry.setTimeLocal(TIMELESS);
            measure(entry, tensor.getValue());
            zip.putNextEntry(entry);
            Npy.write(tensor.getValue(), zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    /// An entry that is not compressed says its size and check sum in front.
    private static void measure(ZipEntry entry, Tensor tensor) throws IOException {
        CRC32 sum = new CRC32();
        long[] size = new long[1];
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int value) { size[0]++; }

            @Override
            public void write(byte[] bytes, int from, int length) { size[0] += length; }
        };
        Npy.write(tensor, new CheckedOutputStream(counting, sum));
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size[0]);
        entry.setCompressedSize(size[0]);
        entry.setCrc(sum.getValue());
    }
}
