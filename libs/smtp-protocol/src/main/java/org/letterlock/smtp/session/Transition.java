package org.letterlock.smtp.session;

import java.util.List;
import org.letterlock.smtp.reply.SmtpReply;

/** What an event leads to. */
public record Transition(SessionState state, List<Effect> effects) {
    public Transition {
        effects = List.copyOf(effects);
    }

    static Transition to(SessionState state, Effect... effects) {
        return new Transition(state, List.of(effects));
    }

    static Transition reply(SessionState state, SmtpReply reply) {
        return to(state, new Effect.Send(reply));
    }

    static Transition close(SmtpReply reply) {
        return to(new SessionState.Closed(), new Effect.Send(reply), new Effect.Close());
    }
}
