package org.letterlock.auth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to one host: encrypted, its certificate checked, referrals not followed, messages and waits bounded. What
 * somebody sends on one of them goes to nobody else. Safe for use by any thread.
 */
final class LdapConnections {
    /** Longest message that is taken from a directory, in octets. */
    static final int MAX_MESSAGE = 1_048_576;

    /** How many connections are kept for the next one who needs one. */
    static final int POOLED = 8;

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration POOLED_FOR = Duration.ofMinutes(5);

    private final DirectoryHost host;
    private final ConnectionSecurity security;
    private final SSLContext tls;
    private final SimpleBindRequest searcher;

    LdapConnections(DirectoryHost host, DirectorySettings settings, BindPassword password) {
        this.host = host;
        this.security = settings.security();
        this.tls = ServerTrust.contextFor(host, settings.anchors());
        this.searcher = new SimpleBindRequest(settings.bindName(), password.reveal());
    }

    /** A pool of connections of the account that searches. Connects when the first is wanted. */
    LDAPConnectionPool searching(Duration response) {
        return pool(searcher, response);
    }

    /** A pool of connections on which somebody binds, and which are used for nothing else. */
    LDAPConnectionPool binding(Duration response) {
        return pool(null, response);
    }

    private LDAPConnectionPool pool(@Nullable SimpleBindRequest bind, Duration response) {
        try {
            SingleServerSet server = new SingleServerSet(host.name(), host.port(), sockets(), options(response));
            StartTLSPostConnectProcessor upgrade =
                    security == ConnectionSecurity.STARTTLS ? new StartTLSPostConnectProcessor(tls) : null;
            LDAPConnectionPool pool = new LDAPConnectionPool(server, bind, 0, POOLED, upgrade);
            pool.setConnectionPoolName("directory");
            pool.setCreateIfNecessary(true);
            pool.setMaxConnectionAgeMillis(POOLED_FOR.toMillis());
            return pool;
        } catch (LDAPException beforeAnyConnection) {
            throw new IllegalStateException(beforeAnyConnection);
        }
    }

    /** A connection of its own, encrypted, on which nobody is bound. */
    LDAPConnection connect(Duration response) throws LDAPException {
        LDAPConnection connection = new LDAPConnection(sockets(), options(response), host.name(), host.port());
        if (security == ConnectionSecurity.STARTTLS) {
            try {
                ResultCode result = connection
                        .processExtendedOperation(new StartTLSExtendedRequest(tls))
                        .getResultCode();
                if (!result.equals(ResultCode.SUCCESS)) {
                    throw new LDAPException(ResultCode.CONNECT_ERROR, "the host does not offer STARTTLS");
                }
            } catch (LDAPException refused) {
                connection.close();
                throw refused;
            }
        }
        return connection;
    }

    /** Binds as the account that searches. */
    void bindSearcher(LDAPConnection connection) throws LDAPException {
        connection.bind(searcher);
    }

    private SocketFactory sockets() {
        return switch (security) {
            case LDAPS -> tls.getSocketFactory();
            case STARTTLS -> SocketFactory.getDefault();
        };
    }

    private static LDAPConnectionOptions options(Duration response) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true); // no thread beside the one that asks
        options.setConnectTimeoutMillis((int) CONNECT.toMillis());
        options.setResponseTimeoutMillis(response.toMillis());
        options.setMaxMessageSize(MAX_MESSAGE);
        options.setFollowReferrals(false);
        options.setBindWithDNRequiresPassword(true);
        options.setUseSchema(false);
        return options;
    }
}
