package org.letterlock.auth.directory;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.letterlock.sasl.Password;

/** Asks one host whether somebody's password is right. Callers block, no longer than a few seconds; safe for any thread. */
final class LdapHost implements AutoCloseable {
    private static final Duration RESPONSE = Duration.ofSeconds(2);

    private final AttributeMap map;
    private final String base;
    private final LDAPConnectionPool searching;
    private final LDAPConnectionPool binding;
    private final InstantSource clock;

    LdapHost(LdapConnections connections, DirectorySettings settings, AttributeMap map, InstantSource clock) {
        this.map = map;
        this.base = settings.base();
        this.searching = connections.searching(RESPONSE);
        this.binding = connections.binding(RESPONSE);
        this.clock = clock;
    }

    /**
     * Finds the one entry of a name and binds as it.
     *
     * @param isTheirs whether an entry is the one that the account belongs to
     * @throws LDAPException when the host cannot be asked, for whatever reason
     */
    DirectoryVerdict check(String localPart, Password password, Predicate<SearchResultEntry> isTheirs)
            throws LDAPException {
        Optional<SearchResultEntry> entry = find(localPart);
        return entry.isPresent() && isTheirs.test(entry.get())
                ? bind(entry.get().getDN(), password)
                : DirectoryVerdict.WRONG;
    }

    // Two entries are none: it is not for a guess to say which of them is meant.
    private Optional<SearchResultEntry> find(String localPart) throws LDAPException {
        try {
            List<SearchResultEntry> found = on(searching, connection -> search(connection, localPart));
            return found.size() == 1 ? Optional.of(found.getFirst()).filter(map::isInside) : Optional.empty();
        } catch (BoundedEntries.TooManyException several) {
            return Optional.empty();
        } catch (BoundedEntries.TooLateException late) {
            throw new LDAPException(ResultCode.TIMEOUT, "the answer takes too long", late);
        }
    }

    private List<SearchResultEntry> search(LDAPConnection connection, String localPart) throws LDAPException {
        List<SearchResultEntry> found = new ArrayList<>();
        SearchRequest request = new SearchRequest(
                new BoundedEntries(1, clock.instant().plus(RESPONSE), clock, found::add),
                base,
                SearchScope.SUB,
                DereferencePolicy.NEVER,
                2,
                (int) RESPONSE.toSeconds(),
                false,
                map.whoHas(localPart),
                map.attributes());
        ResultCode result = connection.search(request).getResultCode();
        if (!result.equals(ResultCode.SUCCESS)) {
            throw new LDAPException(result, "the search has failed");
        }
        return found;
    }

    private DirectoryVerdict bind(String name, Password password) throws LDAPException {
        byte[] octets = password.toUtf8();
        if (name.isEmpty()
                || octets.length == 0) { // would be a bind of nobody, which succeeds (RFC 4513 section 5.1.2)
            return DirectoryVerdict.WRONG;
        }
        return on(binding, connection -> {
            try {
                return verdict(
                        connection.bind(new SimpleBindRequest(name, octets)).getResultCode());
            } catch (LDAPException refused) {
                if (isAnswer(refused.getResultCode())) {
                    return verdict(refused.getResultCode());
                }
                throw refused;
            }
        });
    }

    /**
     * Whether the host works although it did not answer what it was asked. It may not take a name that somebody has typed, and
     * nobody else must go without it for that.
     */
    static boolean hasAnswered(LDAPException failed) {
        return failed instanceof LDAPSearchException && isAnswer(failed.getResultCode());
    }

    private interface Use<T> {
        T with(LDAPConnection connection) throws LDAPException;
    }

    // The other side may have closed pooled connections since they were used last; a new one tells those from a host
    // that is down.
    private static <T> T on(LDAPConnectionPool pool, Use<T> use) throws LDAPException {
        for (int tries = 0; ; tries++) {
            LDAPConnection connection = pool.getConnection();
            try {
                T result = use.with(connection);
                pool.releaseConnection(connection);
                return result;
            } catch (LDAPException failed) {
                pool.releaseDefunctConnection(connection);
                if (tries > LdapConnections.POOLED || !failed.getResultCode().equals(ResultCode.SERVER_DOWN)) {
                    throw failed;
                }
            } catch (RuntimeException hostile) {
                pool.releaseDefunctConnection(connection);
                throw hostile;
            }
        }
    }

    private static DirectoryVerdict verdict(ResultCode result) {
        if (result.equals(ResultCode.SUCCESS)) {
            return DirectoryVerdict.RIGHT;
        }
        return isRefusal(result) ? DirectoryVerdict.WRONG : DirectoryVerdict.UNAVAILABLE;
    }

    // What servers say of a wrong password, and of an account that is locked or expired there (RFC 4511 appendix A).
    private static boolean isRefusal(ResultCode result) {
        return List.of(
                        ResultCode.INVALID_CREDENTIALS,
                        ResultCode.INAPPROPRIATE_AUTHENTICATION,
                        ResultCode.NO_SUCH_OBJECT,
                        ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
                        ResultCode.CONSTRAINT_VIOLATION,
                        ResultCode.UNWILLING_TO_PERFORM)
                .contains(result);
    }

    // Whether the host has answered at all: then it works, whatever it says.
    private static boolean isAnswer(ResultCode result) {
        return !result.isClientSideResultCode()
                && !List.of(ResultCode.BUSY, ResultCode.UNAVAILABLE).contains(result);
    }

    @Override
    public void close() {
        searching.close();
        binding.close();
    }
}
