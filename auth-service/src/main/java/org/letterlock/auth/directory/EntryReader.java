package org.letterlock.auth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.directory.AttributeMap.ReadEntry;
import org.letterlock.contracts.Octets;

/**
 * Reads all people of a directory, page by page (RFC 2696), within a number and a time. What is not complete is no result, or
 * those who are missing would be taken for vanished.
 */
final class EntryReader {
    /** Most entries that a directory may have. */
    static final int MAX_ENTRIES = 100_000;

    private static final int PAGE = 500;
    private static final Duration GREETING = Duration.ofSeconds(5);
    private static final Duration RESPONSE = Duration.ofSeconds(30);
    /** How long it may take. Looked at between entries; whoever calls sees to a host that never ends one. */
    static final Duration ALL = Duration.ofMinutes(10);

    private final DirectorySettings settings;
    private final BindPassword password;
    private final AttributeMap map;
    private final UnaryOperator<Octets> keys;
    private final int most;
    private final InstantSource clock;

    /**
     * What a directory has.
     *
     * @param spared local-parts of odd entries
     */
    record Entries(List<Person> people, List<SyncProblem> odd, Set<String> spared) {
        int count() {
            return people.size() + odd.size();
        }
    }

    /** Why a directory could not be read, for people. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String reason, @Nullable Throwable cause) {
            super(reason, cause);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** @param keys makes of the id of an entry what an account keeps of it */
    EntryReader(
            DirectorySettings settings,
            BindPassword password,
            AttributeMap map,
            UnaryOperator<Octets> keys,
            int most,
            InstantSource clock) {
        this.settings = settings;
        this.password = password;
        this.map = map;
        this.keys = keys;
        this.most = most;
        this.clock = clock;
    }

    /** Everybody, from the first host that can be read. */
    Entries read() throws UnreadableException {
        List<String> reasons = new ArrayList<>();
        Instant end = clock.instant().plus(ALL);
        for (DirectoryHost host : settings.hosts()) {
            try {
                return read(new LdapConnections(host, settings, password), end);
            } catch (LDAPException failed) {
                reasons.add(host.name() + ": " + failed.getResultCode().getName());
            } catch (BoundedEntries.TooManyException more) {
                throw new UnreadableException("The directory has more than " + most + " entries.", more);
            } catch (BoundedEntries.TooLateException late) {
                throw new UnreadableException("The directory takes more than 10 minutes.", late);
            }
        }
        throw new UnreadableException("The directory could not be read (" + String.join("; ", reasons) + ").", null);
    }

    private Entries read(LdapConnections connections, Instant end) throws LDAPException {
        Entries entries = new Entries(new ArrayList<>(), new ArrayList<>(), new HashSet<>());
        BoundedEntries bounded = new BoundedEntries(most, end, clock, entry -> take(map.read(entry), entries));
        try (LDAPConnection connection = connections.connect(GREETING)) {
            connections.bindSearcher(connection);
            connection.getConnectionOptions().setResponseTimeoutMillis(RESPONSE.toMillis());
            ASN1OctetString cookie = null;
            do {
                bounded.requireInTime();
                SearchResult page = connection.search(page(bounded, cookie));
                if (!page.getResultCode().equals(ResultCode.SUCCESS)) {
                    throw new LDAPException(page.getResultCode(), "the search has failed");
                }
                SimplePagedResultsControl control = SimplePagedResultsControl.get(page);
                cookie = control == null || !control.moreResultsToReturn() ? null : control.getCookie();
            } while (cookie != null);
        }
        return entries;
    }

    private SearchRequest page(BoundedEntries bounded, @Nullable ASN1OctetString cookie) {
        return new SearchRequest(
                bounded,
                new Control[] {new SimplePagedResultsControl(PAGE, cookie)},
                settings.base(),
                SearchScope.SUB,
                DereferencePolicy.NEVER,
                0,
                0,
                false,
                map.everybody(),
                map.attributes());
    }

    private void take(ReadEntry entry, Entries entries) {
        switch (entry) {
            case ReadEntry.Usable(String localPart, String displayName, Octets id) ->
                entries.people().add(new Person(localPart, displayName, keys.apply(id)));
            case ReadEntry.Odd(SyncProblem problem, Set<String> localParts) -> {
                entries.odd().add(problem);
                entries.spared().addAll(localParts);
            }
        }
    }
}
