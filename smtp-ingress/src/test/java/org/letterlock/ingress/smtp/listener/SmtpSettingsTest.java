package org.letterlock.ingress.smtp.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.letterlock.frontend.TlsProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SmtpSettingsTest {
    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({SmtpSettings.class, TlsProperties.class})
    static class Settings {}

    @Test
    void aCertificateAndItsKeyAreAllThatMustBeSaid() {
        context.withPropertyValues("letterlock.tls.certificate-file=c.pem", "letterlock.tls.key-file=k.pem")
                .run(started -> {
                    SmtpSettings settings = started.getBean(SmtpSettings.class);
                    assertThat(settings.ports()).isEqualTo(new SmtpSettings.Ports(25, 587, 465));
                });
    }

    @Test
    void withoutAKeyThereIsNoStart() {
        context.withPropertyValues("letterlock.tls.certificate-file=c.pem")
                .run(failed -> assertThat(failed).hasFailed());
    }

    @Test
    void aNumberOutOfRangeStopsTheStart() {
        context.withPropertyValues(
                        "letterlock.tls.certificate-file=c.pem",
                        "letterlock.tls.key-file=k.pem",
                        "letterlock.smtp.event-loops=65")
                .run(failed -> assertThat(failed).hasFailed());
    }
}
