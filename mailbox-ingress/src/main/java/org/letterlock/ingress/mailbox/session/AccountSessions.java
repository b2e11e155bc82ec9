package org.letterlock.ingress.mailbox.session;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.imap.response.StatusText;

/** The logged-in sessions of every account in this process. Safe for use by any thread. */
public final class AccountSessions {
    private final int limit;
    private final Map<AccountId, Set<Member>> members = new ConcurrentHashMap<>();

    /** A session, as far as its account is concerned. */
    @FunctionalInterface
    interface Member {
        /** Ends it, from any thread. */
        void expel(StatusText bye);
    }

    /** @param limit sessions of an account at once (CONN-8); 0 for no limit */
    public AccountSessions(int limit) {
        this.limit = limit;
    }

    /** Takes a session in; false if there are as many as there may be. */
    boolean enter(AccountId account, Member session) {
        Set<Member> all = members.compute(account, (_, old) -> {
            Set<Member> now = old == null ? new HashSet<>() : new HashSet<>(old);
            if (limit == 0 || now.size() < limit) {
                now.add(session);
            }
            return now;
        });
        return all.contains(session);
    }

    /** A session is over. */
    void leave(AccountId account, Member session) {
        members.computeIfPresent(account, (_, old) -> {
            Set<Member> now = new HashSet<>(old);
            now.remove(session);
            return now.isEmpty() ? null : now;
        });
    }

    /** Ends all sessions of an account (SESS-6). */
    public void expel(AccountId account, StatusText bye) {
        List.copyOf(members.getOrDefault(account, Set.of())).forEach(session -> session.expel(bye));
    }

    /** How many sessions an account has. */
    int count(AccountId account) {
        return members.getOrDefault(account, Set.of()).size();
    }
}
