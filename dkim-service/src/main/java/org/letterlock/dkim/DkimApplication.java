package org.letterlock.dkim;

import org.letterlock.dkim.administration.AdministrationConfiguration;
import org.letterlock.dkim.dns.DnsConfiguration;
import org.letterlock.dkim.guide.GuideConfiguration;
import org.letterlock.dkim.key.KeyConfiguration;
import org.letterlock.dkim.rotation.RotationConfiguration;
import org.letterlock.dkim.setting.SettingConfiguration;
import org.letterlock.dkim.signing.SigningConfiguration;
import org.letterlock.dkim.verification.VerificationConfiguration;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.sealing.ClassKey;
import org.springframework.context.annotation.Import;

/** Keeps the signing keys of the installation's domains and signs with them. */
@LetterlockService(schema = "dkim", keys = ClassKey.SECRETS)
@Import({
    SettingConfiguration.class,
    KeyConfiguration.class,
    SigningConfiguration.class,
    VerificationConfiguration.class,
    DnsConfiguration.class,
    RotationConfiguration.class,
    GuideConfiguration.class,
    AdministrationConfiguration.class
})
public class DkimApplication {
    /** Runs the service as a process of its own. */
    public static void main(String... arguments) {
        ServiceApplication.run(DkimApplication.class, "dkim-service", arguments);
    }
}
