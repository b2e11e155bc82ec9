package org.letterlock.auth.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.auth.apppassword.AppPasswords;
import org.letterlock.auth.credential.CredentialCheck;
import org.letterlock.auth.directory.Directories;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.token.EffectiveRoles;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.sealing.SecretEnvelopes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the logins, and answers the exchange by which other services ask for them. */
@Configuration(proxyBeanMethods = false)
public class LoginConfiguration {
    @Bean
    RulesInForce rulesInForce(Views views, ReplicatedIpGroups groups) {
        return new RulesInForce(views, groups);
    }

    @Bean
    LoginAccounts loginAccounts(JdbcClient jdbc) {
        return new LoginAccounts(jdbc);
    }

    @Bean
    UntoldEvents untoldEvents(TopicPublisher publisher, InstantSource clock) {
        return new UntoldEvents(publisher, clock);
    }

    @Bean
    LoginEvents loginEvents(UntoldEvents untold, InstantSource clock) {
        return new LoginEvents(untold, clock);
    }

    @Bean
    RecurringWork untoldEventsAgain(UntoldEvents untold) {
        return new RecurringWork("login-events", Duration.ofSeconds(1), Duration.ofSeconds(1), untold::tellAgain);
    }

    @Bean
    PasswordCheck passwordCheck(CredentialCheck credentials, Directories directories) {
        return new PasswordCheck(credentials, directories);
    }

    @Bean
    LoginDialogue loginDialogue(
            InstallationProperties installation,
            JdbcClient jdbc,
            LoginAccounts accounts,
            CredentialCheck credentials,
            PasswordCheck passwords,
            AppPasswords appPasswords,
            SecretEnvelopes envelopes,
            Sealer sealer,
            LoginEvents events,
            GuessingProtection guessing,
            AccessJudge access,
            EffectiveRoles roles,
            SecureRandom random,
            InstantSource clock,
            TokenService tokens,
            Responders responders) {
        LoginDialogue dialogue = new LoginDialogue(
                new ServerIdentity(installation.hostName(), jdbc, clock),
                accounts,
                credentials,
                passwords,
                appPasswords,
                envelopes,
                new Continuations(sealer),
                events,
                guessing,
                new Admission(access, roles::of, clock),
                random,
                clock);
        responders.answerBlocking(Exchanges.AUTHENTICATION, request -> answer(dialogue, tokens, request));
        return dialogue;
    }

    @Bean
    LoginExplanationController loginExplanationController(
            LoginAccounts accounts,
            PasswordCheck passwords,
            AppPasswords appPasswords,
            GuessingProtection guessing,
            AccessJudge access,
            EffectiveRoles roles,
            RulesInForce rules,
            InstantSource clock,
            Documents documents) {
        return new LoginExplanationController(
                new LoginExplainer(
                        accounts, passwords, appPasswords, guessing, new Admission(access, roles::of, clock), rules),
                documents);
    }

    private static AuthenticationReply answer(
            LoginDialogue dialogue, TokenService tokens, AuthenticationRequest request) {
        return switch (request) {
            case AuthenticationRequest.Begin begin -> dialogue.begin(begin);
            case AuthenticationRequest.Continue next -> dialogue.proceed(next);
            case AuthenticationRequest.CheckToken(var digest, String clientAddress, boolean cookie) ->
                tokens.check(digest.view(), clientAddress, cookie);
        };
    }
}
