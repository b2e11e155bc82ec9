package org.letterlock.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.password.PasswordViolation.CLASSES;
import static org.letterlock.auth.password.PasswordViolation.COMMON;
import static org.letterlock.auth.password.PasswordViolation.CONTAINS_DOMAIN;
import static org.letterlock.auth.password.PasswordViolation.CONTAINS_LOGIN;
import static org.letterlock.auth.password.PasswordViolation.CONTAINS_NAME;
import static org.letterlock.auth.password.PasswordViolation.IN_PUBLIC_FIELD;
import static org.letterlock.auth.password.PasswordViolation.TOO_SHORT;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final CommonPasswords COMMON_PASSWORDS = CommonPasswords.load();
    private static final List<String> DOMAINS = List.of("acme.example", "old-acme.example", "x7.test");
    private static final PasswordOwner OWNER =
            new PasswordOwner(null, null, "jdoe", "Jörg M. van Doe-Müller", List.of("Zugang: gate Wh9-rtQz-kk2p now"));

    private static Set<PasswordViolation> judge(PasswordPolicy policy, String password) {
        return new PasswordRules(policy, DOMAINS, COMMON_PASSWORDS).judge(password, OWNER);
    }

    private static Set<PasswordViolation> judge(String password) {
        return judge(PasswordPolicy.DEFAULT, password);
    }

    private static PasswordPolicy policy(int minLength, boolean complexity, int minClasses) {
        return new PasswordPolicy(minLength, complexity, minClasses, 6, false, 180, true);
    }

    @ParameterizedTest
    @CsvSource({"Wq7-hP2zLmk, true", "Wq7-hP2zLmkx, false", "Wq7-hP2zLmkxy, false"})
    @Tag("PWD-1")
    void elevenCharactersAreTooFewAndTwelveEnough(String password, boolean tooShort) {
        assertThat(judge(password).contains(TOO_SHORT)).isEqualTo(tooShort);
    }

    @Test
    @Tag("PWD-1")
    void charactersCountAndNotCodeUnits() {
        assertThat(judge(policy(8, false, 1), "😀😀😀😀😀😀😀")).contains(TOO_SHORT);
        assertThat(judge(policy(8, false, 1), "😀😀😀😀😀😀😀😀")).isEmpty();
    }

    @Test
    @Tag("PWD-1")
    void spacesAreAllowed() {
        assertThat(judge("Seven grey herons 4 sail")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "wqkhpzlmkxyt, 1",
        "wqkhpzlMkxyt, 2",
        "wqkhpzlMkxy7, 3",
        "wqkhpzlMk-y7, 4",
        "wqkh ppl mkx, 2",
        "漢字漢字漢字漢字漢字漢字, 1",
        "ÄÖÜäöüÄÖÜäöü, 2"
    })
    @Tag("PWD-2")
    void theClassesThatThereAreAreEnoughAndOneMoreIsNot(String password, int classes) {
        assertThat(judge(policy(12, true, classes), password)).doesNotContain(CLASSES);
        assertThat(judge(policy(12, true, classes + 1), password)).contains(CLASSES);
        assertThat(judge(policy(12, false, classes + 1), password)).doesNotContain(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k7-JDOE-kkwq2", "k7-xjdoekkwq2"})
    @Tag("PWD-3")
    void theLoginNameIsRefusedWhereverItStands(String password) {
        assertThat(judge(password)).contains(CONTAINS_LOGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k7-AcMe-kkwq2", "k7+old-acme+w", "Q-x7.TEST-kkwq2"})
    @Tag("PWD-3")
    void theDomainItsAliasesAndTheirFirstLabelsAreRefused(String password) {
        assertThat(judge(password)).contains(CONTAINS_DOMAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k7-jörg-Kkwq2", "k7-JÖRG-kkwq2", "k7-vAn-kkwq2z", "k7-doe-Kkwq2z", "k7-MÜLLER-wq2"})
    @Tag("PWD-3")
    void everyPartOfTheFullNameIsRefused(String password) {
        assertThat(judge(password)).contains(CONTAINS_NAME);
    }

    @Test
    @Tag("PWD-3")
    void whatHasTwoCharactersOnlyIsNotLookedFor() {
        PasswordOwner shortNames = new PasswordOwner(null, null, "ab", "Bo M. Li", List.of());

        assertThat(new PasswordRules(PasswordPolicy.DEFAULT, List.of("cd.test"), COMMON_PASSWORDS)
                        .judge("ab-Bo-Li-cd-M-7q", shortNames))
                .isEmpty();
    }

    @Test
    @Tag("PWD-4")
    void theListIsLongEnough() {
        assertThat(COMMON_PASSWORDS.size()).isGreaterThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Password", "SUNSHINE", "sunshine1", "sunshine2026", "Sunshine12345678", "qwertyuiop123456"})
    @Tag("PWD-4")
    void commonPasswordsAreRefusedAlsoWithDigitsBehindThem(String password) {
        assertThat(judge(policy(8, false, 1), password)).containsExactly(COMMON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kT4-wwqPlz81", "9sunshineX-kq7", "xqj74912345678", "wq-1234567890"})
    @Tag("PWD-4")
    void whatOnlyLooksLikeACommonPasswordIsNot(String password) {
        assertThat(judge(policy(8, false, 1), password)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", "~censored~", "!!!!!!"})
    @Tag("PWD-4")
    void bothEndsOfTheListAreFound(String password) {
        assertThat(COMMON_PASSWORDS.holdsWithinDigits(password)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "~~~~~~~~~~~~~~~~", "ÿÿÿÿÿ", "1", "\n", "abc\nabc"})
    @Tag("PWD-4")
    void whatIsNotOnTheListIsNotFound(String password) {
        assertThat(COMMON_PASSWORDS.holdsWithinDigits(password)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wh9-rtQz-kk2p", "gate Wh9-rtQz-kk2p"})
    @Tag("PWD-6")
    void whatStandsInAPublicFieldIsRefused(String password) {
        assertThat(judge(password)).containsExactly(IN_PUBLIC_FIELD);
    }

    @Test
    @Tag("PWD-6")
    void theSpacesOfAPublicFieldAreThoseOfAPassword() {
        PasswordOwner owner =
                new PasswordOwner(null, null, "jdoe", "", List.of("gate:\u00A0Seven\u00A0grey herons 4\u2003sail"));

        assertThat(new PasswordRules(PasswordPolicy.DEFAULT, DOMAINS, COMMON_PASSWORDS)
                        .judge("Seven grey herons 4 sail", owner))
                .containsExactly(IN_PUBLIC_FIELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wq7-hP-M\u00DCLLER-2z", "Wq7-hP-xn--mller-kva-2z"})
    @Tag("PWD-3")
    void anInternationalDomainIsKnownInBothForms(String password) {
        PasswordOwner owner = new PasswordOwner(null, null, "jdoe", "", List.of());

        assertThat(new PasswordRules(PasswordPolicy.DEFAULT, List.of("xn--mller-kva.example"), COMMON_PASSWORDS)
                        .judge(password, owner))
                .containsExactly(CONTAINS_DOMAIN);
    }

    @Test
    @Tag("PWD-5")
    void everyBrokenRuleIsTold() {
        assertThat(judge(policy(20, true, 4), "jdoeacme"))
                .containsExactly(TOO_SHORT, CLASSES, CONTAINS_NAME, CONTAINS_LOGIN, CONTAINS_DOMAIN);
        assertThat(judge("dragon1")).containsExactly(TOO_SHORT, CLASSES, COMMON);
        assertThat(CONTAINS_LOGIN.code()).isEqualTo("contains-login");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 23, 24, 25, 127, 128})
    @Tag("PWD-10")
    void generatedPasswordsSatisfyThePolicyAndAreLongEnough(int minLength) {
        PasswordPolicy policy = policy(minLength, true, 4);
        PasswordRules rules = new PasswordRules(policy, DOMAINS, COMMON_PASSWORDS);
        PasswordGenerator generator = new PasswordGenerator(new SecureRandom());
        Set<String> made = new HashSet<>();

        for (int i = 0; i < 50; i++) {
            made.add(generator.generate(policy, rules, OWNER));
        }

        assertThat(made).hasSize(50).allSatisfy(password -> {
            assertThat(password.length()).isBetween(Math.max(20, minLength), PasswordPolicy.MAX_LENGTH);
            assertThat(rules.judge(password, OWNER)).isEmpty();
        });
    }
}
