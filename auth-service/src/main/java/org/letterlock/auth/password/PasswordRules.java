package org.letterlock.auth.password;

import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules that need nothing but the password and what is known of its owner (PWD-1 to PWD-4, PWD-6). Pure. */
final class PasswordRules {
    private static final int LONGEST_IGNORED = 2; // "longer than two characters", PWD-3
    private static final Pattern SPACE = Pattern.compile("\\p{Zs}");
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private final PasswordPolicy policy;
    private final List<String> domains;
    private final CommonPasswords common;

    /** @param domains the names of the owner's domain, its own and its aliases; empty where there is none */
    PasswordRules(PasswordPolicy policy, Collection<String> domains, CommonPasswords common) {
        this.policy = policy;
        this.domains = List.copyOf(domains);
        this.common = common;
    }

    /**
     * Every rule that the password breaks.
     *
     * @param password prepared as OpaqueString (RFC 8265 section 4.2)
     */
    Set<PasswordViolation> judge(String password, PasswordOwner owner) {
        Set<PasswordViolation> broken = EnumSet.noneOf(PasswordViolation.class);
        String folded = fold(password);
        if (password.codePointCount(0, password.length()) < policy.minLength()) {
            broken.add(PasswordViolation.TOO_SHORT);
        }
        if (policy.complexity() && classes(password) < policy.minClasses()) {
            broken.add(PasswordViolation.CLASSES);
        }
        if (containsAny(folded, NOT_OF_A_NAME.splitAsStream(owner.fullName()))) {
            broken.add(PasswordViolation.CONTAINS_NAME);
        }
        if (containsAny(folded, Stream.of(owner.login()))) {
            broken.add(PasswordViolation.CONTAINS_LOGIN);
        }
        if (containsAny(
                folded,
                domains.stream()
                        .flatMap(name -> Stream.of(name, IDN.toUnicode(name))) // people know it without punycode
                        .flatMap(name -> Stream.of(name, firstLabel(name))))) {
            broken.add(PasswordViolation.CONTAINS_DOMAIN);
        }
        if (common.holdsWithinDigits(folded)) {
            broken.add(PasswordViolation.COMMON);
        }
        if (owner.publicFields().stream().map(PasswordRules::prepared).anyMatch(field -> field.contains(password))) {
            broken.add(PasswordViolation.IN_PUBLIC_FIELD);
        }
        return broken;
    }

    private static boolean containsAny(String folded, Stream<String> parts) {
        return parts.filter(part -> part.codePointCount(0, part.length()) > LONGEST_IGNORED)
                .anyMatch(part -> folded.contains(fold(part)));
    }

    private static String firstLabel(String domain) {
        int dot = domain.indexOf('.');
        return dot < 0 ? domain : domain.substring(0, dot);
    }

    private static int classes(String password) {
        List<IntPredicate> letters = List.of(
                Character::isLowerCase,
                character -> Character.isUpperCase(character) || Character.isTitleCase(character),
                Character::isDigit);
        List<IntPredicate> all = new ArrayList<>(letters);
        all.add(character -> letters.stream().noneMatch(kind -> kind.test(character)));
        return (int) all.stream()
                .filter(kind -> password.codePoints().anyMatch(kind))
                .count();
    }

    // Upper case first: some letters, such as sharp s, meet only there.
    private static String fold(String text) {
        return composed(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    // As OpaqueString makes passwords of what is typed: for it, every space is the plain one.
    private static String prepared(String text) {
        return composed(SPACE.matcher(text).replaceAll(" "));
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
