package org.letterlock.netty.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What every context keeps to: versions, suites and groups (TLS-1, TLS-2; RFC 9325). BoringSSL knows neither compression,
 * nor renegotiation by a client, nor data before the end of a handshake that nobody has asked for; the JDK is told to refuse
 * renegotiation.
 */
final class TlsRules {
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** For peers who have nothing better (TLS-3). The JDK has switched static RSA off, so only BoringSSL offers it. */
    private static final List<String> LEGACY_SUITES = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA");

    private static final String[] GROUPS_OF_BORINGSSL = {"X25519", "P-256", "P-384"};
    private static final String[] GROUPS_OF_JDK = {"x25519", "secp256r1", "secp384r1"};

    static {
        // Read once, when the first handshake of the JDK begins.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private TlsRules() {}

    static boolean isBoringSslAvailable() {
        return OpenSsl.isAvailable();
    }

    static SslContextBuilder apply(SslContextBuilder builder, TlsProfile profile, boolean boringSsl) {
        builder.protocols(
                        switch (profile.oldest()) {
                            case TLS_1_2 -> List.of("TLSv1.3", "TLSv1.2");
                            case TLS_1_3 -> List.of("TLSv1.3");
                        })
                .ciphers(suites(profile), SupportedCipherSuiteFilter.INSTANCE);
        return boringSsl
                ? builder.sslProvider(SslProvider.OPENSSL_REFCNT)
                        .option(OpenSslContextOption.GROUPS, GROUPS_OF_BORINGSSL)
                : builder.sslProvider(SslProvider.JDK);
    }

    /** What can be said to an engine only. */
    static SSLEngine apply(SSLEngine engine, boolean boringSsl) {
        if (!boringSsl) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setNamedGroups(GROUPS_OF_JDK);
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    private static List<String> suites(TlsProfile profile) {
        return profile.legacySuites()
                ? Stream.concat(SUITES.stream(), LEGACY_SUITES.stream()).toList()
                : SUITES;
    }
}
