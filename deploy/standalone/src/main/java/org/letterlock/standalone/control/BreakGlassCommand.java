package org.letterlock.standalone.control;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.letterlock.service.sealing.BreakGlassFile;
import org.letterlock.service.sealing.BreakGlassOrder;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.data.DataDirectory;

/**
 * The way back in for whoever has the instance key (ADM-4): leaves an order in the data directory, which the suite carries out at
 * once while it runs, and else at its next start.
 */
public final class BreakGlassCommand {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    // 32 signs without those that look alike: 25 of them are 125 bits.
    private static final String SIGNS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 25;
    private static final int GROUP = 5;

    private final Path data;
    private final InstantSource clock;
    private final SecureRandom random;

    public BreakGlassCommand(Path data, InstantSource clock, SecureRandom random) {
        this.data = data;
        this.clock = clock;
        this.random = random;
    }

    /** Gives the account a one-time password and no second factor, and prints the password. */
    public void reset(String account, PrintStream output) {
        var key = data.resolve(DataDirectory.INSTANCE_KEY);
        if (!Files.isReadable(key)) {
            throw new LauncherException("the instance key " + key + " cannot be read; only who has it may do this");
        }
        var file = new BreakGlassFile(key, data);
        var password = oneTimePassword();
        try {
            file.write(new BreakGlassOrder(UUID.randomUUID(), clock.instant(), account, password));
            boolean isRunning = DataDirectory.isInUse(data);
            if (isRunning) {
                await(file);
            }
            var refusal = file.refusal();
            if (refusal.isPresent()) {
                throw new LauncherException("refused: " + refusal.get());
            }
            output.println("one-time password of " + account + ": " + password);
            output.println(
                    isRunning
                            ? "it has no second factor now; the next login sets a password and enrols one"
                            : "nothing runs on " + data + ": good from its next start on, within seven days");
        } catch (IOException e) {
            throw new LauncherException("the order cannot be left in " + data + ": " + e, e);
        }
    }

    private void await(BreakGlassFile file) {
        Instant end = clock.instant().plus(LIMIT);
        while (file.exists()) {
            if (clock.instant().isAfter(end)) {
                throw new LauncherException("the suite on " + data + " has not carried the order out within "
                        + LIMIT.toSeconds() + " s; see its logs and try again");
            }
            RunningSuite.pause();
        }
    }

    private String oneTimePassword() {
        var password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(i > 0 && i % GROUP == 0 ? "-" : "").append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return password.toString();
    }
}
