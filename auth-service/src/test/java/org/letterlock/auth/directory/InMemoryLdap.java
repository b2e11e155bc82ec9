package org.letterlock.auth.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.letterlock.testkit.TestCertificate;

/** A directory in memory, over TLS from the first octet. */
public final class InMemoryLdap implements LdapServer {
    private final InMemoryDirectoryServer server;
    private volatile String disliked = "nobody at all"; // written by the test, read by the server

    public InMemoryLdap() {
        this(CA.issue("localhost", "127.0.0.1"));
    }

    public InMemoryLdap(TestCertificate certificate) {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example");
            config.setSchema(null);
            config.addAdditionalBindCredentials(READER, READER_PASSWORD);
            config.setListenerConfigs(InMemoryListenerConfig.createLDAPSConfig(
                    "ldaps",
                    InetAddress.getLoopbackAddress(),
                    0,
                    context(certificate).getServerSocketFactory(),
                    null));
            config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
                @Override
                public void processSearchRequest(InMemoryInterceptedSearchRequest search) throws LDAPException {
                    if (search.getRequest().getFilter().toString().contains("=" + disliked + ")")) {
                        throw new LDAPException(ResultCode.INVALID_ATTRIBUTE_SYNTAX);
                    }
                }
            });
            server = new InMemoryDirectoryServer(config);
            server.add("dc=example", new Attribute("objectClass", "domain"), new Attribute("dc", "example"));
            server.add(BASE, new Attribute("objectClass", "organizationalUnit"), new Attribute("ou", "people"));
            server.startListening();
        } catch (LDAPException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers searches for a name with an error, as servers do that check the syntax of an attribute. */
    public void doesNotLike(String uid) {
        disliked = uid;
    }

    /** The context of a server that has the certificate. */
    public static SSLContext context(TestCertificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server",
                    certificate.key(),
                    new char[0],
                    certificate.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String security() {
        return "LDAPS";
    }

    @Override
    public int port() {
        return server.getListenPort("ldaps");
    }

    @Override
    public void add(String uid, String displayName, String password) {
        Entry entry = new Entry("uid=" + uid + "," + BASE);
        entry.addAttribute("objectClass", "inetOrgPerson");
        entry.addAttribute("cn", displayName);
        entry.addAttribute("sn", displayName);
        entry.addAttribute("userPassword", password);
        add(entry);
    }

    /** Adds an entry as it is. */
    public void add(Entry entry) {
        try {
            server.add(entry);
        } catch (LDAPException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void remove(String uid) {
        try {
            server.delete("uid=" + uid + "," + BASE);
        } catch (LDAPException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void stop() {
        server.shutDown(true);
    }

    @Override
    public void close() {
        stop();
    }
}
