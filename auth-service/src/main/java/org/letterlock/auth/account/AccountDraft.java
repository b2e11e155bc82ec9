package org.letterlock.auth.account;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.LegacySecret;
import org.letterlock.auth.credential.PasswordFormat;
import org.letterlock.auth.credential.WantedStorage;
import org.letterlock.auth.document.Roles;
import org.letterlock.auth.document.Texts;
import org.letterlock.auth.naming.AddressRules;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.sasl.Password;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import tools.jackson.databind.JsonNode;

/**
 * A document about an account that was found acceptable.
 *
 * @param login the address that is its login name; null for the built-in administrator
 * @param newPassword null when it stays
 */
record AccountDraft(
        @Nullable AddrSpec login,
        List<AddrSpec> extraAddresses,
        AccountTraits traits,
        @Nullable Password newPassword) {
    private static final int MAX_EXTRA_ADDRESSES = 100;
    private static final int MAX_DISPLAY_NAME = 200;
    private static final int MAX_DESCRIPTION = 1000;
    private static final int MAX_PASSWORD_CHARACTERS = 128;

    AccountDraft {
        extraAddresses = List.copyOf(extraAddresses);
    }

    /**
     * A document for an account that is to be.
     *
     * @param primary the domain that a bare local-part means (ACC-2); empty while there is none
     */
    static AccountDraft ofNew(AccountDocument document, Optional<Domain> primary) {
        Faults faults = new Faults();
        AddrSpec login = address(inDomain(document.login(), primary), "/login", faults);
        return of(document, login, faults);
    }

    /** A document for an account that there is: its login name stays (ACC-2). */
    static AccountDraft ofChange(AccountDocument document, StoredAccount current, Optional<Domain> primary) {
        Faults faults = new Faults();
        String login = current.isBuiltIn() ? document.login() : inDomain(document.login(), primary);
        faults.require(
                login.toLowerCase(Locale.ROOT).equals(current.login()),
                "/login",
                "immutable",
                "The login name of an account stays.");
        if (!current.isBuiltIn()) {
            return of(document, AddrSpec.parse(current.login()).require(), faults);
        }
        faults.require(
                document.extraAddresses().isEmpty(), "/extraAddresses", "no-mailbox", "This account has no mailbox.");
        return of(document, null, faults);
    }

    private static String inDomain(String login, Optional<Domain> primary) {
        return login.isEmpty() || login.indexOf('@') >= 0
                ? login
                : primary.map(domain -> login + "@" + domain.text()).orElse(login);
    }

    private static AccountDraft of(AccountDocument document, @Nullable AddrSpec login, Faults faults) {
        List<AddrSpec> extraAddresses = extraAddresses(document, login, faults);
        Texts.requireLine(document.displayName(), MAX_DISPLAY_NAME, "/displayName", faults);
        Texts.requireLine(document.description(), MAX_DESCRIPTION, "/description", faults);
        requirePositive(document.maxMessageSize(), "/maxMessageSize", faults);
        requirePositive(document.quotaOctets(), "/quotaOctets", faults);
        requirePositive(document.quotaItems(), "/quotaItems", faults);
        Password password = password(document.password(), faults);
        Role role = Roles.parse(document.role(), "/role", faults);
        String formatName = document.passwordFormat();
        @Nullable PasswordFormat format = formatName == null ? null : PasswordFormat.parse(formatName, faults);
        Set<LegacySecret> legacySecrets = legacySecrets(document.legacySecrets(), faults);
        AccessPolicyId accessPolicy = accessPolicy(document.accessPolicy());
        faults.require(
                login != null || accessPolicy == null,
                "/accessPolicy",
                "built-in",
                "The built-in administrator keeps the default policy.");
        faults.require(
                login != null || !document.mapped(),
                "/mapped",
                "built-in",
                "The built-in administrator is always local, so that the console stays reachable.");
        faults.throwIfAny();
        if (document.mapped()) {
            requireMappable(format, legacySecrets, password);
        }
        if (format == PasswordFormat.SHA && !legacySecrets.isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORMAT_CONFLICT, "In format SHA a password has no legacy secrets beside it.");
        }
        if (document.quotaOctets() != null || document.quotaItems() != null) {
            throw new ProblemException(ProblemType.FEATURE_UNAVAILABLE, "Quotas are not available yet.");
        }
        AccountTraits traits = new AccountTraits(
                document.displayName(),
                document.description(),
                document.enabled(),
                document.mayLogIn(),
                document.mayChangePassword(),
                role,
                new WantedStorage(format, legacySecrets),
                document.maxMessageSize(),
                document.quotaOctets(),
                document.quotaItems(),
                document.ownDomainOnly(),
                document.foreignSender(),
                accessPolicy,
                document.mapped());
        return new AccountDraft(login, extraAddresses, traits, password);
    }

    private static void requireMappable(
            @Nullable PasswordFormat format, Set<LegacySecret> legacySecrets, @Nullable Password password) {
        if (format == PasswordFormat.SHA || !legacySecrets.isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORMAT_CONFLICT,
                    "A mapped account has its password in the directory: it has neither format SHA nor legacy secrets.");
        }
        if (password != null) {
            throw directoryAccount();
        }
    }

    /** What somebody is told who wants to set the password of a mapped account here (DIR-4). */
    static ProblemException directoryAccount() {
        return new ProblemException(
                ProblemType.DIRECTORY_ACCOUNT, "The password of this account is changed in its directory.");
    }

    private static @Nullable AccessPolicyId accessPolicy(@Nullable UUID id) {
        return id == null || id.equals(AccessPolicy.DEFAULT.id().value()) ? null : new AccessPolicyId(id);
    }

    private static List<AddrSpec> extraAddresses(AccountDocument document, @Nullable AddrSpec login, Faults faults) {
        List<String> texts = document.extraAddresses();
        faults.require(
                texts.size() <= MAX_EXTRA_ADDRESSES,
                "/extraAddresses",
                "too-many",
                "At most " + MAX_EXTRA_ADDRESSES + " addresses.");
        List<AddrSpec> addresses = new ArrayList<>();
        Set<AddrSpec> seen = new HashSet<>();
        if (login != null) {
            seen.add(login);
        }
        for (int i = 0; i < texts.size(); i++) {
            String pointer = "/extraAddresses/" + i;
            AddrSpec address = address(texts.get(i), pointer, faults);
            if (address != null) {
                faults.require(seen.add(address), pointer, "duplicate", "This address is there already.");
                addresses.add(address);
            }
        }
        return addresses;
    }

    private static @Nullable AddrSpec address(String text, String pointer, Faults faults) {
        return switch (AddressRules.parseAddress(text)) {
            case Parsed<AddrSpec>(AddrSpec address) -> address;
            case SyntaxError<AddrSpec> _ -> {
                faults.add(pointer, "not-an-address", "An address is wanted, such as anna@example.org.");
                yield null;
            }
        };
    }

    private static void requirePositive(@Nullable Long value, String pointer, Faults faults) {
        faults.require(value == null || value > 0, pointer, "out-of-range", "Greater than 0, or null for no limit.");
    }

    private static @Nullable Password password(@Nullable JsonNode node, Faults faults) {
        if (node == null || node.isNull() || node.isObject()) {
            return null; // nothing, or the masked value sent back
        }
        if (!node.isString()) {
            throw new ProblemException(ProblemType.MALFORMED, "A password is a string.");
        }
        return passwordOf(node.stringValue(), "/password", faults);
    }

    /** Prepares a password as PWD-1 wants it; null, with a fault, for one that cannot be. */
    static @Nullable Password passwordOf(String text, String pointer, Faults faults) {
        if (text.codePointCount(0, text.length()) > MAX_PASSWORD_CHARACTERS) {
            faults.add(pointer, "too-long", "At most " + MAX_PASSWORD_CHARACTERS + " characters.");
            return null;
        }
        return switch (Password.parse(text)) {
            case Parsed<Password>(Password password) -> password;
            case SyntaxError<Password> _ -> {
                faults.add(pointer, "not-a-password", "Not empty, and without control or invisible characters.");
                yield null;
            }
        };
    }

    private static Set<LegacySecret> legacySecrets(List<String> names, Faults faults) {
        Set<LegacySecret> secrets = EnumSet.noneOf(LegacySecret.class);
        for (int i = 0; i < names.size(); i++) {
            String pointer = "/legacySecrets/" + i;
            LegacySecret.find(names.get(i))
                    .ifPresentOrElse(
                            secret -> faults.require(
                                    secrets.add(secret), pointer, "repeated", "The secret is listed twice."),
                            () -> faults.add(pointer, "not-allowed", "cram-md5, digest-md5 or ntlm."));
        }
        return secrets;
    }
}
