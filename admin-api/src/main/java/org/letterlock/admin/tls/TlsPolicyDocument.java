package org.letterlock.admin.tls;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.TlsPolicy;
import org.letterlock.contracts.access.TlsPolicy.Version;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /tls} (TLS-1, TLS-3). What is not said takes its default.
 *
 * @param services all services but port 25
 * @param smtp25 port 25, in and out
 */
record TlsPolicyDocument(
        @Nullable Services services, @Nullable Smtp25 smtp25) {
    private static final String TLS_1_2 = "1.2";
    private static final String TLS_1_3 = "1.3";

    /** @param tlsMinVersion {@code 1.2} or {@code 1.3}; default 1.2 */
    record Services(@Nullable String tlsMinVersion) {}

    /**
     * Port 25.
     *
     * @param tlsMinVersion {@code 1.2} or {@code 1.3}; default 1.2
     * @param legacyPeers whether CBC and static-RSA suites of TLS 1.2 are taken too; default false
     */
    record Smtp25(@Nullable String tlsMinVersion, @Nullable Boolean legacyPeers) {}

    static TlsPolicyDocument of(TlsPolicy policy) {
        return new TlsPolicyDocument(
                new Services(text(policy.services())), new Smtp25(text(policy.smtp25()), policy.legacyPeers()));
    }

    /** The policy, or every fault of the document at once. */
    TlsPolicy checked() {
        Faults faults = new Faults();
        TlsPolicy policy = new TlsPolicy(
                version(services == null ? null : services.tlsMinVersion(), "/services/tlsMinVersion", faults),
                version(smtp25 == null ? null : smtp25.tlsMinVersion(), "/smtp25/tlsMinVersion", faults),
                smtp25 != null && Boolean.TRUE.equals(smtp25.legacyPeers()));
        faults.require(
                !policy.legacyPeers() || policy.smtp25() == Version.TLS_1_2,
                "/smtp25/legacyPeers",
                "needs-tls-1.2",
                "These suites are of TLS 1.2, which the oldest version rules out.");
        faults.throwIfAny();
        return policy;
    }

    private static Version version(@Nullable String text, String pointer, Faults faults) {
        return switch (text == null ? TLS_1_2 : text) {
            case TLS_1_2 -> Version.TLS_1_2;
            case TLS_1_3 -> Version.TLS_1_3;
            default -> {
                faults.add(pointer, "version", "\"1.2\" or \"1.3\".");
                yield Version.TLS_1_2;
            }
        };
    }

    private static String text(Version version) {
        return switch (version) {
            case TLS_1_2 -> TLS_1_2;
            case TLS_1_3 -> TLS_1_3;
        };
    }
}
