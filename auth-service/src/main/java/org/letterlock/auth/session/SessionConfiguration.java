package org.letterlock.auth.session;

import java.time.InstantSource;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.auth.account.InitialAdministrator;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.factor.RememberedBrowsers;
import org.letterlock.auth.factor.SecondFactors;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.login.LoginAccounts;
import org.letterlock.auth.login.LoginEvents;
import org.letterlock.auth.login.PasswordCheck;
import org.letterlock.auth.token.TokenService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the sessions of the console and the API. */
@Configuration(proxyBeanMethods = false)
public class SessionConfiguration {
    @Bean
    SessionController sessionController(
            LoginAccounts accounts,
            PasswordCheck passwords,
            SecondFactors factors,
            RememberedBrowsers browsers,
            TokenService tokens,
            InitialAdministrator administrator,
            LoginEvents events,
            GuessingProtection guessing,
            AccessJudge access,
            Documents documents,
            InstantSource clock) {
        return new SessionController(
                accounts,
                passwords,
                factors,
                browsers,
                tokens,
                administrator,
                events,
                guessing,
                access,
                documents,
                clock);
    }

    @Bean
    CurrentSessionController currentSessionController(
            TokenService tokens,
            SecondFactors factors,
            GuessingProtection guessing,
            LoginEvents events,
            Documents documents) {
        return new CurrentSessionController(tokens, factors, guessing, events, documents);
    }
}
