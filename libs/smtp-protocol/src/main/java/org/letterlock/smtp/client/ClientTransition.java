package org.letterlock.smtp.client;

import java.util.List;

/** What an event leads to. */
public record ClientTransition(ClientState state, List<ClientEffect> effects) {
    public ClientTransition {
        effects = List.copyOf(effects);
    }

    static ClientTransition to(ClientState state, ClientEffect... effects) {
        return new ClientTransition(state, List.of(effects));
    }
}
