package org.letterlock.senderpolicy.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.senderpolicy.judgement.Finding;
import org.letterlock.senderpolicy.judgement.Judgement;
import org.letterlock.senderpolicy.judgement.SenderJudge;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Principal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /explain/sender} (SPOOF-16): the judge that decides says what it would say, and why. Nothing is counted. */
@RestController
@RequestMapping("/api/v1/explain/sender")
class ExplainSenderController {
    private final SenderJudge judge;
    private final Directory directory;
    private final Supplier<SenderPolicy> policy;

    ExplainSenderController(SenderJudge judge, Directory directory, Supplier<SenderPolicy> policy) {
        this.judge = judge;
        this.directory = directory;
        this.policy = policy;
    }

    @PostMapping
    Answer explain(Principal caller, @RequestBody Question question) {
        caller.require(Role.AUDITOR);
        Faults faults = new Faults();
        UUID account = question.account();
        AccountId sender = account == null ? null : new AccountId(account);
        String ip = question.ip() == null ? "" : question.ip();
        List<Judgement> judgements = new ArrayList<>();
        if (question.mailFrom() != null) {
            ReversePath path =
                    question.mailFrom().isEmpty() || question.mailFrom().equals("<>")
                            ? new ReversePath.Null()
                            : parse(faults, "/mailFrom", question.mailFrom())
                                    .<ReversePath>map(ReversePath.To::new)
                                    .orElseGet(ReversePath.Null::new);
            judgements.add(judge.judge(new SenderCheckRequest.AtMailFrom(sender, ip, path)));
        }
        List<AddrSpec> from = new ArrayList<>();
        List<String> given = question.from() == null ? List.of() : question.from();
        for (int i = 0; i < given.size(); i++) {
            parse(faults, "/from/" + i, given.get(i)).ifPresent(from::add);
        }
        AddrSpec senderField = question.sender() == null
                ? null
                : parse(faults, "/sender", question.sender()).orElse(null);
        faults.require(
                question.mailFrom() != null || !from.isEmpty() || senderField != null,
                "",
                "nothing-to-explain",
                "Give mailFrom, from or sender.");
        faults.throwIfAny();
        judgements.add(judge.judge(new SenderCheckRequest.AtHeader(sender, ip, from, senderField)));
        return answer(judgements);
    }

    private Answer answer(List<Judgement> judgements) {
        List<Verdict> verdicts = judgements.stream()
                .flatMap(judgement -> judgement.findings().stream())
                .map(this::verdict)
                .toList();
        for (Judgement judgement : judgements) {
            if (judgement.reply() instanceof SenderCheckReply.Refused refused) {
                return new Answer(
                        "refused",
                        "550 5.7.1 " + refused.reply(),
                        null,
                        policy.get().enabled(),
                        verdicts);
            }
        }
        SenderCheckReply last = judgements.getLast().reply();
        String field = last instanceof SenderCheckReply.Permitted(@Nullable AddrSpec sender) && sender != null
                ? sender.format()
                : null;
        return new Answer("permitted", null, field, policy.get().enabled(), verdicts);
    }

    private Verdict verdict(Finding finding) {
        boolean domainSwitch = directory
                .findDomain(finding.address().domain())
                .filter(DomainRecord::checkSpoofedSender)
                .isPresent();
        String address = finding.address().format();
        String identity = finding.identity().name();
        return switch (finding) {
            case Finding.Permitted permitted ->
                new Verdict(identity, address, "permitted", permitted.kind().name(), null, domainSwitch);
            case Finding.NotProtected _ -> new Verdict(identity, address, "not-protected", null, null, domainSwitch);
            case Finding.TrustedPeer _ -> new Verdict(identity, address, "trusted-peer", null, null, domainSwitch);
            case Finding.Refused refused ->
                new Verdict(identity, address, "refused", null, refused.rule().name(), domainSwitch);
        };
    }

    private static Optional<AddrSpec> parse(Faults faults, String pointer, String text) {
        return switch (AddrSpec.parse(text)) {
            case ParseResult.Parsed<AddrSpec>(AddrSpec address) -> Optional.of(address);
            case ParseResult.SyntaxError<AddrSpec> _ -> {
                faults.add(pointer, "not-an-address", "This is not a mail address.");
                yield Optional.empty();
            }
        };
    }

    /**
     * What is asked.
     *
     * @param account id of who is logged in; null for nobody
     * @param ip address of the client
     * @param mailFrom the envelope sender; empty for the null reverse-path, null to leave it out
     */
    record Question(
            @Nullable UUID account,
            @Nullable String ip,
            @Nullable String mailFrom,
            @Nullable List<String> from,
            @Nullable String sender) {}

    /**
     * What would happen.
     *
     * @param verdict {@code permitted} or {@code refused}
     * @param reply the exact reply; null where permitted
     * @param senderField what the Sender field would be set to
     * @param serverSwitch whether anti-spoofing is on for the server
     */
    record Answer(
            String verdict,
            @Nullable String reply,
            @Nullable String senderField,
            boolean serverSwitch,
            List<Verdict> addresses) {}

    /** What was found about one address, with the switch of its domain. */
    record Verdict(
            String identity,
            String address,
            String result,
            @Nullable String kind,
            @Nullable String rule,
            boolean domainSwitch) {}
}
