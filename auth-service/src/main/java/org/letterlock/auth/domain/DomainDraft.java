package org.letterlock.auth.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.letterlock.auth.credential.PasswordFormat;
import org.letterlock.auth.document.Texts;
import org.letterlock.auth.naming.AddressRules;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.web.Faults;

/** A document about a domain that was found acceptable. */
record DomainDraft(
        Domain name,
        List<Domain> aliases,
        boolean primary,
        String subaddressSeparator,
        boolean checkSpoofedSender,
        PasswordFormat passwordFormat,
        String description) {
    private static final int MAX_ALIASES = 100;
    private static final int MAX_DESCRIPTION = 1000;
    private static final String SEPARATORS = "+-_=#~";
    private static final Domain NOWHERE = new Domain("invalid");

    /** Checks everything and answers {@code 422 validation} with all that is wrong. */
    static DomainDraft of(DomainDocument document) {
        Faults faults = new Faults();
        Domain name = domain(document.name(), "/name", faults);
        List<Domain> aliases = new ArrayList<>();
        Set<Domain> seen = new HashSet<>(Set.of(name));
        faults.require(
                document.aliases().size() <= MAX_ALIASES,
                "/aliases",
                "too-many",
                "At most " + MAX_ALIASES + " aliases.");
        for (int i = 0; i < document.aliases().size(); i++) {
            String pointer = "/aliases/" + i;
            Domain alias = domain(document.aliases().get(i), pointer, faults);
            if (!alias.equals(NOWHERE)) {
                faults.require(seen.add(alias), pointer, "duplicate", "This name is there already.");
            }
            aliases.add(alias);
        }
        String separator = document.subaddressSeparator();
        faults.require(
                separator.isEmpty() || (separator.length() == 1 && SEPARATORS.contains(separator)),
                "/subaddressSeparator",
                "not-allowed",
                "Empty, or one of " + SEPARATORS);
        PasswordFormat passwordFormat = PasswordFormat.parse(document.passwordFormat(), faults);
        Texts.requireLine(document.description(), MAX_DESCRIPTION, "/description", faults);
        faults.throwIfAny();
        return new DomainDraft(
                name,
                aliases,
                document.primary(),
                separator,
                document.checkSpoofedSender(),
                passwordFormat,
                document.description());
    }

    private static Domain domain(String text, String pointer, Faults faults) {
        return switch (AddressRules.parseDomain(text)) {
            case Parsed<Domain>(Domain domain) -> domain;
            case SyntaxError<Domain> _ -> {
                faults.add(pointer, "not-a-domain", "A domain name is wanted, such as example.org.");
                yield NOWHERE;
            }
        };
    }
}
