package org.letterlock.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.letterlock.embedded.ServerStartException.Reason;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked once per version from the archive on the class path. */
record PostgresBinaries(Path home) {

    /** The major version of the archive that the build puts on the class path. */
    static final String MAJOR_VERSION = "18";

    Path initdb() {
        return home.resolve("bin/initdb");
    }

    Path postgres() {
        return home.resolve("bin/postgres");
    }

    /** Where programs of every user of this machine, or of this user, are kept. */
    static Path defaultCache() {
        if ("root".equals(System.getProperty("user.name"))) {
            // Not below /root: PostgreSQL may have to run as another user, who must be able to read it.
            return Path.of("/var/cache/letterlock");
        }
        var cacheHome = System.getenv("XDG_CACHE_HOME");
        return cacheHome == null || cacheHome.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "letterlock")
                : Path.of(cacheHome, "letterlock");
    }

    /** Unpacks into the cache unless that was done before. Several JVMs may do so at once: the first to finish wins. */
    static PostgresBinaries in(Path cache) {
        var archive = archiveName();
        try {
            var home = cache.resolve("postgresql-" + MAJOR_VERSION + "-" + digest(archive));
            if (Files.notExists(home)) {
                Files.createDirectories(cache);
                unpack(archive, cache, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new ServerStartException(Reason.FAILED, "PostgreSQL cannot be unpacked into " + cache + ": " + e, e);
        }
    }

    private static String archiveName() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var machine = System.getProperty("os.arch");
        var musl = Files.exists(Path.of("/etc/alpine-release"));
        if (system.equals("linux") && !musl) {
            switch (machine) {
                case "amd64", "x86_64" -> {
                    return "/postgres-linux-x86_64.txz";
                }
                case "aarch64", "arm64" -> {
                    return "/postgres-linux-arm_64.txz";
                }
                default -> {}
            }
        }
        throw new ServerStartException(
                Reason.UNSUPPORTED_SYSTEM,
                "there is no embedded PostgreSQL for " + system + " on " + machine + (musl ? " with musl libc" : ""));
    }

    private static InputStream open(String archive) {
        var stream = PostgresBinaries.class.getResourceAsStream(archive);
        if (stream == null) {
            throw new ServerStartException(Reason.UNSUPPORTED_SYSTEM, archive + " is not on the class path");
        }
        return stream;
    }

    private static String digest(String archive) throws IOException {
        try (var stream = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            stream.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(String archive, Path cache, Path home) throws IOException {
        var fresh = Files.createTempDirectory(cache, "unpacking");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        // tar keeps modes and links; -o leaves the files to us when we are root.
        var tar = new ProcessBuilder("tar", "-xof", "-")
                .directory(fresh.toFile())
                .redirectErrorStream(true)
                .redirectOutput(fresh.resolve("tar.log").toFile())
                .start();
        try (var source = new XZInputStream(open(archive));
                var sink = tar.getOutputStream()) {
            source.transferTo(sink);
        }
        if (Processes.exitOf(tar) != 0) {
            throw new IOException("tar: " + Files.readString(fresh.resolve("tar.log")));
        }
        try {
            ServerDirectory.moveInto(fresh, home);
        } catch (IOException e) {
            ServerDirectory.delete(fresh);
            if (Files.notExists(home)) {
                throw e;
            }
        }
    }
}
