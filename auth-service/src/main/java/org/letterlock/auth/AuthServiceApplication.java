package org.letterlock.auth;

import org.letterlock.auth.access.AccessConfiguration;
import org.letterlock.auth.account.AccountConfiguration;
import org.letterlock.auth.address.AddressConfiguration;
import org.letterlock.auth.apppassword.AppPasswordConfiguration;
import org.letterlock.auth.credential.CredentialConfiguration;
import org.letterlock.auth.directory.DirectoryConfiguration;
import org.letterlock.auth.document.DocumentConfiguration;
import org.letterlock.auth.domain.DomainConfiguration;
import org.letterlock.auth.factor.FactorConfiguration;
import org.letterlock.auth.factorpolicy.SecondFactorPolicyConfiguration;
import org.letterlock.auth.guessing.GuessingConfiguration;
import org.letterlock.auth.lockout.LockOutConfiguration;
import org.letterlock.auth.login.LoginConfiguration;
import org.letterlock.auth.naming.NamingConfiguration;
import org.letterlock.auth.password.PasswordConfiguration;
import org.letterlock.auth.session.SessionConfiguration;
import org.letterlock.auth.token.TokenConfiguration;
import org.letterlock.auth.token.WebSessionConfiguration;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.lockout.LockOutSupport;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.KeyPairName;
import org.springframework.context.annotation.Import;

/** The service that says who somebody is. */
@LetterlockService(
        schema = "auth",
        keys = {ClassKey.SECRETS, ClassKey.SETTINGS},
        owns = KeyPairName.AUTH)
@Import({
    AccessConfiguration.class,
    DocumentConfiguration.class,
    NamingConfiguration.class,
    CredentialConfiguration.class,
    SecondFactorPolicyConfiguration.class,
    TokenConfiguration.class,
    WebSessionConfiguration.class,
    PasswordConfiguration.class,
    DomainConfiguration.class,
    AccountConfiguration.class,
    DirectoryConfiguration.class,
    AddressConfiguration.class,
    GuessingConfiguration.class,
    AppPasswordConfiguration.class,
    FactorConfiguration.class,
    LockOutConfiguration.class,
    LoginConfiguration.class,
    SessionConfiguration.class,
    LockOutSupport.class
})
public class AuthServiceApplication {
    /** Name of the service in settings, logs and the broker. */
    public static final String NAME = "auth-service";

    /** Starts the service as a process of its own. */
    public static void main(String[] arguments) {
        ServiceApplication.run(AuthServiceApplication.class, NAME, arguments);
    }
}
