package org.letterlock.admin.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.session.SessionGathering.Gathered;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionSelection;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.Sortable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /sessions} (SESS-1, SESS-2): read by auditors, ended by full administrators. */
@RestController
@RequestMapping("/api/v1")
class SessionController {
    /** Replicas that did not answer; the sessions that they have are missing from the list. */
    private static final String SILENT = "X-Silent-Replicas";

    private static final ListOrder<SessionView> ORDER = ListOrder.<SessionView>byId("id", SessionView::id)
            .time("startedAt", "startedAt", SessionView::startedAt)
            .time("lastActivity", "lastActivity", SessionView::lastActivity)
            .text("service", "service", SessionView::service)
            .text("peer", "peer", SessionView::peer);

    private final SessionGathering gathering;
    private final SessionNews news;
    private final Function<AccountId, Optional<String>> logins;

    /** @param logins the address of an account that there is */
    SessionController(SessionGathering gathering, SessionNews news, Function<AccountId, Optional<String>> logins) {
        this.gathering = gathering;
        this.news = news;
        this.logins = logins;
    }

    @GetMapping("/sessions")
    ResponseEntity<Page<SessionView>> list(
            Principal caller,
            @Sortable({"startedAt", "lastActivity", "service", "peer", "id"}) PageRequest page,
            @RequestParam(required = false) @Nullable UUID id,
            @RequestParam(required = false) @Nullable UUID replica,
            @RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable String protocol,
            @RequestParam(required = false) @Nullable String tlsVersion,
            @RequestParam(required = false) @Nullable String tlsCipherSuite,
            @RequestParam(required = false) @Nullable Instant startedAfter,
            @RequestParam(required = false) @Nullable Instant startedBefore,
            @RequestParam(required = false) @Nullable Instant activeAfter,
            @RequestParam(required = false) @Nullable Instant activeBefore,
            @RequestParam(required = false) @Nullable String peer,
            @RequestParam(required = false) @Nullable UUID account,
            @RequestParam(required = false) @Nullable String mechanism,
            @RequestParam(required = false) @Nullable UUID credential,
            @RequestParam(required = false) @Nullable String client) {
        caller.require(Role.AUDITOR);
        SessionFilter filter = new SessionFilter(
                id,
                replica,
                service,
                protocol,
                tlsVersion,
                tlsCipherSuite,
                startedAfter,
                startedBefore,
                activeAfter,
                activeBefore,
                peer,
                account,
                mechanism,
                credential,
                client);
        Gathered gathered = find(selection(id, account));
        List<SessionView> views = gathered.sessions().stream()
                .filter(filter::fits)
                .map(this::view)
                .toList();
        ResponseEntity.BodyBuilder reply = ResponseEntity.ok();
        if (!gathered.silent().isEmpty()) {
            reply.header(SILENT, names(gathered.silent()));
        }
        return reply.body(ORDER.page(page, views));
    }

    @DeleteMapping("/sessions/{id}")
    ResponseEntity<Void> end(Principal caller, @PathVariable UUID id) {
        caller.require(Role.FULL_ADMIN);
        return end(caller, new SessionSelection.One(id), "/sessions/" + id);
    }

    @DeleteMapping("/accounts/{account}/sessions")
    ResponseEntity<Void> endOfAccount(Principal caller, @PathVariable UUID account) {
        caller.require(Role.FULL_ADMIN);
        AccountId id = new AccountId(account);
        return end(caller, new SessionSelection.OfAccount(id), "/accounts/" + account + "/sessions");
    }

    private ResponseEntity<Void> end(Principal caller, SessionSelection which, String target) {
        Gathered found = find(which);
        if (found.sessions().isEmpty()) {
            return nothingToEnd(which, found.silent());
        }
        // First it is told and then done: an end that nobody hears of would be worse than one that did not come.
        found.sessions().forEach(session -> news.killed(caller, session, target));
        Gathered ended = gathering.ask(new SessionCommand.End(UUID.randomUUID(), which));
        if (!ended.silent().isEmpty()) {
            throw new ProblemException(
                            ProblemType.SERVICE_UNAVAILABLE,
                            "Not every replica has said that it has ended them; try again.")
                    .with("replicas", names(ended.silent()));
        }
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<Void> nothingToEnd(SessionSelection which, Set<UUID> silent) {
        boolean isThere = which instanceof SessionSelection.OfAccount(AccountId account)
                && logins.apply(account).isPresent();
        if (!silent.isEmpty()) {
            throw new ProblemException(ProblemType.SERVICE_UNAVAILABLE, "Not every replica has answered; try again.")
                    .with("replicas", names(silent));
        }
        if (!isThere) {
            throw ProblemException.notFound();
        }
        return ResponseEntity.noContent().build();
    }

    private Gathered find(SessionSelection which) {
        return gathering.ask(new SessionCommand.Report(UUID.randomUUID(), which));
    }

    private static SessionSelection selection(@Nullable UUID id, @Nullable UUID account) {
        if (id != null) {
            return new SessionSelection.One(id);
        }
        return account == null ? new SessionSelection.All() : new SessionSelection.OfAccount(new AccountId(account));
    }

    private SessionView view(LiveSession session) {
        return SessionView.of(session, logins.apply(session.account()).orElse(null));
    }

    private static String names(Set<UUID> replicas) {
        return replicas.stream().map(UUID::toString).sorted().collect(Collectors.joining(", "));
    }
}
