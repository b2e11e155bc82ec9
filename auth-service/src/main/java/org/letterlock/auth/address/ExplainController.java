package org.letterlock.auth.address;

import org.letterlock.auth.document.Documents;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code POST /explain/address}: read-only, counts nothing. */
@RestController
class ExplainController {
    /** @param address as it would stand in RCPT TO */
    record Question(String address) {
        static final Question DEFAULTS = new Question("");
    }

    private final Directory directory;
    private final Documents documents;

    ExplainController(Directory directory, Documents documents) {
        this.directory = directory;
        this.documents = documents;
    }

    @PostMapping("/api/v1/explain/address")
    AddressExplanation explain(Principal principal, @RequestBody JsonNode body) {
        principal.require(Role.AUDITOR);
        Question question = documents.complete(body, Question.DEFAULTS, Question.class);
        return switch (AddrSpec.parse(question.address())) {
            case Parsed<AddrSpec>(AddrSpec address) -> AddressExplanation.of(address, directory);
            case SyntaxError<AddrSpec> _ ->
                throw ProblemException.validation(
                        "/address", "not-an-address", "An address is wanted, such as anna@example.org.");
        };
    }
}
