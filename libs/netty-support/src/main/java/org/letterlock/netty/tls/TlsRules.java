package org.letterlock.netty.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;

/** What is the same for every context: versions, suites and groups (TLS-1, TLS-2; RFC 9325). */
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

    private TlsRules() {}

    static boolean isBoringSslAvailable() {
        return OpenSsl.isAvailable();
    }

    static SslContextBuilder apply(SslContextBuilder builder, boolean boringSsl) {
        builder.protocols("TLSv1.3", "TLSv1.2").ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE);
        return boringSsl
                ? builder.sslProvider(SslProvider.OPENSSL_REFCNT)
                        .option(OpenSslContextOption.GROUPS, new String[] {"X25519", "P-256", "P-384"})
                : builder.sslProvider(SslProvider.JDK);
    }
}
