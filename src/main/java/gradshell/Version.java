package gradshell;

import picocli.CommandLine.IVersionProvider;

/// Which GradShell this is, and on which Java it runs.
final class Version implements IVersionProvider {

    static String number() {
        var number = Version.class.getPackage().getImplementationVersion();
        return number == null ? "(not packaged)" : number;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"gradshell " + number() + ", Java " + System.getProperty("java.version")};
    }
}
