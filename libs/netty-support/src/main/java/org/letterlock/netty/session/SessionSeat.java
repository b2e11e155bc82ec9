package org.letterlock.netty.session;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.directory.AccountId;

/**
 * The place that one connection has in the register of sessions while somebody is logged in on it. Taken and left on the
 * connection's event loop; the register asks it from any thread.
 */
public final class SessionSeat implements SessionRegister.Member {
    private static final int MAX_CLIENT = 200;

    private final SessionSeats seats;
    private final UUID connection;
    private final String service;
    private final IpAddress peer;
    private final Instant since;
    private final Supplier<Duration> silence;
    private final Supplier<String> protocol;
    private final Consumer<SessionEnd> onEnd;
    private volatile @Nullable String client; // written by the event loop

    /**
     * Who has logged in, and by what.
     *
     * @param credential app password; null for the account's own password
     * @param passwordVersion which of the account's passwords it was; null where that was not said
     */
    public record Login(
            AccountId account,
            String mechanism,
            @Nullable UUID credential,
            @Nullable Long passwordVersion) {}

    SessionSeat(
            SessionSeats seats,
            UUID connection,
            String service,
            IpAddress peer,
            Instant since,
            Supplier<Duration> silence,
            Supplier<String> protocol,
            Consumer<SessionEnd> onEnd) {
        this.seats = seats;
        this.connection = connection;
        this.service = service;
        this.peer = peer;
        this.since = since;
        this.silence = silence;
        this.protocol = protocol;
        this.onEnd = onEnd;
    }

    /**
     * Takes the place; false if the account has no more of them. What has changed since the login was decided ends the session
     * at once: from here on the register hears of changes, and up to here they are looked at.
     *
     * @param tlsVersion null in clear, as the next
     */
    public boolean take(Login login, @Nullable String tlsVersion, @Nullable String tlsCipherSuite) {
        SessionFacts facts = new SessionFacts(
                connection,
                service,
                peer,
                since,
                tlsVersion,
                tlsCipherSuite,
                login.account(),
                login.mechanism(),
                login.credential(),
                login.passwordVersion());
        if (!seats.register().enter(facts, this)) {
            return false;
        }
        seats.judge().apply(facts).ifPresent(onEnd);
        return true;
    }

    /** Gives the place back; nothing happens where it was not taken. */
    public void leave() {
        seats.register().leave(connection);
    }

    /** Notes what the client says of itself; whatever it sends, it is one short line afterwards. */
    public void clientIs(String text) {
        String line = text.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .limit(MAX_CLIENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        client = line.isBlank() ? null : line;
    }

    @Override
    public Duration silence() {
        return silence.get();
    }

    @Override
    public String protocol() {
        return protocol.get();
    }

    @Override
    public @Nullable String client() {
        return client;
    }

    @Override
    public void end(SessionEnd why) {
        onEnd.accept(why);
    }
}
