package org.letterlock.netty.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.letterlock.contracts.access.IpAddress;

/**
 * Makes the seats of a front end's connections.
 *
 * @param judge why a session must not go on, by what is known now; empty where it may
 */
public record SessionSeats(
        SessionRegister register, Function<SessionFacts, Optional<SessionEnd>> judge, InstantSource clock) {

    /**
     * The seat of a connection that was just made.
     *
     * @param service one of the ids of SVC-1
     * @param silence how long the client has sent nothing; asked by any thread, as the next
     * @param protocol the protocol with its extensions
     * @param onEnd ends the session; called by any thread
     */
    public SessionSeat seat(
            UUID connection,
            String service,
            IpAddress peer,
            Supplier<Duration> silence,
            Supplier<String> protocol,
            Consumer<SessionEnd> onEnd) {
        return new SessionSeat(this, connection, service, peer, clock.instant(), silence, protocol, onEnd);
    }
}
