package org.letterlock.auth.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Texts;
import org.letterlock.auth.naming.AddressRules;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import tools.jackson.databind.JsonNode;

/**
 * A document about a directory, judged.
 *
 * @param bindPassword null when it stays
 */
record DirectoryDraft(DirectorySettings settings, @Nullable BindPassword bindPassword) {
    private static final int MAX_NAME = 1000;
    private static final int MAX_FILTER = 2000;
    private static final int MAX_PEM = 65_536;
    private static final int MAX_PASSWORD = 256;
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,99}"); // keystring of RFC 4512
    private static final Pattern IP_LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    /** Checks everything and answers {@code 422 validation} with all that is wrong. */
    static DirectoryDraft of(DirectoryDocument document) {
        Faults faults = new Faults();
        DirectoryKind kind = choice(DirectoryKind.class, document.kind(), DirectoryKind.LDAP, "/kind", faults);
        ConnectionSecurity security =
                choice(ConnectionSecurity.class, document.security(), ConnectionSecurity.LDAPS, "/security", faults);
        DirectoryHost primary = host(document.primary(), security, "/primary", faults);
        DirectoryHost backup = document.backup() == null ? null : host(document.backup(), security, "/backup", faults);
        requireText(document.bindName(), "/bindName", faults);
        requireText(document.base(), "/base", faults);
        faults.require(DN.isValidDN(document.base()), "/base", "not-a-name", "A distinguished name is wanted.");
        DirectorySettings settings = new DirectorySettings(
                kind,
                primary,
                backup,
                security,
                anchors(document.trustedCertificates(), faults),
                document.bindName(),
                document.base(),
                filter(document, kind, faults),
                attributes(document, kind, faults),
                Duration.ofMinutes(faults.within(document.syncMinutes(), 15, 1, 1440, "/syncMinutes")));
        BindPassword password = password(document.bindPassword(), faults);
        faults.throwIfAny();
        return new DirectoryDraft(settings, password);
    }

    private static <E extends Enum<E>> E choice(
            Class<E> type, String text, E otherwise, String pointer, Faults faults) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        faults.add(pointer, "not-allowed", "One of " + List.of(type.getEnumConstants()) + ".");
        return otherwise;
    }

    private static DirectoryHost host(
            DirectoryDocument.@Nullable Host host, ConnectionSecurity security, String pointer, Faults faults) {
        String text = host == null ? null : host.host();
        if (host == null || text == null) {
            faults.add(pointer, "required", "A host name is wanted, such as ldap.example.org.");
            return new DirectoryHost("invalid", security.defaultPort());
        }
        int port = faults.within(host.port(), security.defaultPort(), 1, 65_535, pointer + "/port");
        return hostName(text).map(name -> new DirectoryHost(name, port)).orElseGet(() -> {
            faults.add(pointer + "/host", "not-a-host", "A host name or an IP address is wanted.");
            return new DirectoryHost("invalid", port);
        });
    }

    private static Optional<String> hostName(String text) {
        if (IP_LITERAL.matcher(text).matches()) {
            return ServerNames.address(text).map(_ -> text.toLowerCase(Locale.ROOT));
        }
        return AddressRules.parseDomain(text) instanceof Parsed<Domain>(Domain domain)
                ? Optional.of(domain.text())
                : Optional.empty();
    }

    private static void requireText(String text, String pointer, Faults faults) {
        faults.require(!text.isBlank(), pointer, "required", "This is needed.");
        Texts.requireLine(text, MAX_NAME, pointer, faults);
    }

    private static String filter(DirectoryDocument document, DirectoryKind kind, Faults faults) {
        String text = Objects.requireNonNullElse(document.filter(), kind.defaultFilter());
        Texts.requireLine(text, MAX_FILTER, "/filter", faults);
        try {
            return Filter.create(text).toString();
        } catch (LDAPException malformed) {
            faults.add("/filter", "not-a-filter", "A search filter is wanted, such as (objectClass=person).");
            return kind.defaultFilter();
        }
    }

    private static AttributeNames attributes(DirectoryDocument document, DirectoryKind kind, Faults faults) {
        AttributeNames usual = kind.defaultAttributes();
        DirectoryDocument.Attributes given = document.attributes();
        if (given == null) {
            return usual;
        }
        return new AttributeNames(
                attribute(given.login(), usual.login(), "/attributes/login", faults),
                attribute(given.displayName(), usual.displayName(), "/attributes/displayName", faults),
                attribute(given.id(), usual.id(), "/attributes/id", faults));
    }

    private static String attribute(@Nullable String given, String usual, String pointer, Faults faults) {
        String name = Objects.requireNonNullElse(given, usual);
        faults.require(ATTRIBUTE.matcher(name).matches(), pointer, "not-an-attribute", "The name of an attribute.");
        return name;
    }

    private static List<X509Certificate> anchors(String pem, Faults faults) {
        if (pem.isBlank()) {
            return List.of();
        }
        try {
            if (pem.length() <= MAX_PEM) {
                List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                        .stream()
                        .map(X509Certificate.class::cast)
                        .toList();
                if (!certificates.isEmpty()) {
                    return certificates;
                }
            }
        } catch (CertificateException notPem) {
            // told below, as what holds none
        }
        faults.add("/trustedCertificates", "not-certificates", "Certificates in PEM are wanted, at most 64 KiB.");
        return List.of();
    }

    private static @Nullable BindPassword password(@Nullable JsonNode node, Faults faults) {
        if (node == null || node.isNull() || node.isObject()) { // what is shown, sent back, changes nothing
            return null;
        }
        if (!node.isString()) {
            throw new ProblemException(ProblemType.MALFORMED, "A password is a string.");
        }
        String text = node.asString();
        faults.require(!text.isEmpty(), "/bindPassword", "required", "An empty password proves nothing.");
        faults.require(text.length() <= MAX_PASSWORD, "/bindPassword", "too-long", "At most 256 characters.");
        return new BindPassword(text);
    }
}
