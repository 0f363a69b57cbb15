import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.framework.Summary;
import org.tensorflow.hadoop.util.TFRecordReader;
import org.tensorflow.hadoop.util.TFRecordWriter;
import org.tensorflow.util.Event;

/// Writes `events.bin` with TensorFlow's own classes for events and records, and prints what they read in a file that is named.
///
/// The classes are org.tensorflow:proto:1.15.0, org.tensorflow:tensorflow-hadoop:1.15.0 org.apache.hadoop:hadoop-common:2.7.3 and com.google.protobuf:protobuf-java:3.25.5:
///     java -cp 'proto-1.15.0.jar:tensorflow-hadoop-1.15.0.jar:hadoop-common-2.7.3.jar:protobuf-java-3.25.5.jar' Events.java [FILE]
class Events {
    private static final float[] LOSSES = {1.25f, 0.1f, Float.NaN, 1e-30f, Float.POSITIVE_INFINITY};

    public static void main(String[] args) throws Exception {
        if (args.length > 0) print(Path.of(args[0]));
        else write(Path.of("events.bin"));
    }

    private static void write(Path file) throws Exception {
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            var writer = new TFRecordWriter(out);
            writer.write(Event.newBuilder().setWallTime(1.7e9).setFileVersion("brain.Event:2").build().toByteArray());
            for (int i = 0; i < LOSSES.length; i++) {
                var summary = Summary.newBuilder();
                summary.addValue(Summary.Value.newBuilder().setTag("loss/train").setSimpleValue(LOSSES[i]));
                summary.addValue(Summary.Value.newBuilder().setTag("größe · 大").setSimpleValue(-i));
                // steps of one, two and more bytes
                writer.write(Event.newBuilder().setWallTime(1.7e9 + i / 8.0).setStep((long) Math.pow(100, i)).setSummary(summary).build().toByteArray());
            }
        }
    }

    private static void print(Path file) throws Exception {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            var reader = new TFRecordReader(in, true);
            for (var record = reader.read(); record != null; record = reader.read()) System.out.println(Event.parseFrom(record));
        }
    }
}
