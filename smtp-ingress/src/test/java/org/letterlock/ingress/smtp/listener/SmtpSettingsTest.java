package org.letterlock.ingress.smtp.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.ingress.smtp.intake.HideClientAddress;
import org.letterlock.ingress.smtp.policy.RelayRules;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SmtpSettingsTest {
    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({SmtpSettings.class, TlsSettings.class})
    static class Settings {}

    @Test
    void aCertificateAndItsKeyAreAllThatMustBeSaid() {
        context.withPropertyValues("letterlock.tls.certificate-file=c.pem", "letterlock.tls.key-file=k.pem")
                .run(started -> {
                    SmtpSettings settings = started.getBean(SmtpSettings.class);
                    assertThat(settings.ports()).isEqualTo(new SmtpSettings.Ports(25, 587, 465));
                    assertThat(settings.maxRecipients()).isEqualTo(100);
                    assertThat(settings.maxMessageSize().toMegabytes()).isEqualTo(50);
                    assertThat(settings.hideClientAddress()).isEqualTo(HideClientAddress.PRIVATE);
                    assertThat(settings.relay().mode()).isEqualTo(RelayRules.Mode.RESTRICTED);
                    assertThat(settings.relay().allowAuthenticated()).isTrue();
                });
    }

    @Test
    void withoutAKeyThereIsNoStart() {
        context.withPropertyValues("letterlock.tls.certificate-file=c.pem")
                .run(failed -> assertThat(failed).hasFailed());
    }

    @Test
    @Tag("RELAY-1")
    void anOpenRelayMustBeConfirmed() {
        ApplicationContextRunner open = context.withPropertyValues(
                "letterlock.tls.certificate-file=c.pem",
                "letterlock.tls.key-file=k.pem",
                "letterlock.smtp.relay.mode=open");

        open.run(failed -> assertThat(failed).hasFailed());
        open.withPropertyValues("letterlock.smtp.relay.confirm=open-relay")
                .run(started -> assertThat(started).hasNotFailed());
    }

    @Test
    void aNumberOutOfRangeStopsTheStart() {
        context.withPropertyValues(
                        "letterlock.tls.certificate-file=c.pem",
                        "letterlock.tls.key-file=k.pem",
                        "letterlock.smtp.max-recipients=5")
                .run(failed -> assertThat(failed).hasFailed());
    }
}
