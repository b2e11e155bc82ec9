package org.letterlock.auth.login;

import java.util.Optional;
import org.letterlock.auth.document.Documents;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Principal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code POST /explain/login}: read-only, needs no password, counts nothing (AUTH-12). */
@RestController
class LoginExplanationController {
    private static final IpAddress NOWHERE = IpAddress.parse("0.0.0.0").require();

    /**
     * The question.
     *
     * @param account as a client would write it
     * @param ip of the client
     * @param service one of the ids of SVC-1, such as {@code imaps}
     * @param transport {@code clear} or {@code tls}
     */
    record Document(String account, String ip, String service, String transport) {
        static final Document DEFAULTS = new Document("", "", "", "tls");
    }

    private final LoginExplainer explainer;
    private final Documents documents;

    LoginExplanationController(LoginExplainer explainer, Documents documents) {
        this.explainer = explainer;
        this.documents = documents;
    }

    @PostMapping("/api/v1/explain/login")
    LoginExplanation explain(Principal principal, @RequestBody JsonNode body) {
        principal.require(Role.AUDITOR);
        Document document = documents.complete(body, Document.DEFAULTS, Document.class);
        Faults faults = new Faults();
        faults.require(!document.account().isBlank(), "/account", "missing", "A login name is wanted.");
        IpAddress client =
                IpAddress.parse(document.ip()) instanceof Parsed<IpAddress>(IpAddress address) ? address : NOWHERE;
        faults.require(!client.equals(NOWHERE), "/ip", "not-an-address", "An IP address is wanted, such as 192.0.2.1.");
        Optional<AccessService> access = AccessService.ofPort(document.service());
        Optional<SaslProtocol> protocol = access.map(AccessService::policyName).flatMap(ServerIdentity::protocolOf);
        faults.require(
                protocol.isPresent(),
                "/service",
                "not-allowed",
                "A service with logins of mail programs is wanted, such as submission or imaps.");
        faults.require(
                document.transport().equals("clear") || document.transport().equals("tls"),
                "/transport",
                "not-allowed",
                "clear or tls.");
        faults.throwIfAny();
        return explainer.explain(new LoginExplainer.Question(
                document.account(),
                client,
                document.service(),
                access.orElseThrow(),
                protocol.orElseThrow(),
                document.transport().equals("tls")));
    }
}
