package org.letterlock.senderpolicy.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.AddressRecord.Alias;
import org.letterlock.contracts.directory.AddressRecord.Group;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.senderpolicy.delegation.Delegation;
import org.letterlock.senderpolicy.delegation.JdbcDelegations;
import org.letterlock.senderpolicy.judgement.SenderJudge;
import org.letterlock.senderpolicy.judgement.SenderKind;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /accounts/{id}/sender-addresses} (SPOOF-17). Subaddresses of what is listed are permitted too. */
@RestController
@RequestMapping("/api/v1/accounts/{account}/sender-addresses")
class SenderAddressesController {
    private final SenderJudge judge;
    private final Directory directory;
    private final JdbcDelegations delegations;

    SenderAddressesController(SenderJudge judge, Directory directory, JdbcDelegations delegations) {
        this.judge = judge;
        this.directory = directory;
        this.delegations = delegations;
    }

    @GetMapping
    Page<SenderAddress> list(Principal caller, @PathVariable UUID account) {
        AccountId id = new AccountId(account);
        boolean allowed = caller.account().equals(id) || caller.role().compareTo(Role.AUDITOR) >= 0;
        AccountRecord record = directory.findAccount(id).filter(_ -> allowed).orElseThrow(ProblemException::notFound);
        List<SenderAddress> permitted = new ArrayList<>();
        for (AddrSpec candidate : candidates(record)) {
            judge.kindOf(record, candidate)
                    .ifPresent(kind -> permitted.add(new SenderAddress(candidate.format(), kind)));
        }
        permitted.sort(Comparator.comparing(SenderAddress::kind).thenComparing(SenderAddress::address));
        return Page.whole(permitted);
    }

    /** Every address that might be one of the account's; the judge says which are. */
    private Set<AddrSpec> candidates(AccountRecord account) {
        Set<AddrSpec> candidates = new LinkedHashSet<>();
        ownAddresses(account).forEach(candidates::add);
        delegations.inForce().stream()
                .map(Delegation::principal)
                .distinct()
                .flatMap(principal -> directory.findAccount(principal).stream())
                .flatMap(this::ownAddresses)
                .forEach(candidates::add);
        directory.addresses().forEach(record -> {
            switch (record) {
                case Group group ->
                    group.addresses().stream().flatMap(this::inEveryName).forEach(candidates::add);
                case Alias alias -> {
                    if (alias.isExact()) {
                        directory.findDomain(alias.domain()).stream()
                                .flatMap(domain -> domain.names().stream())
                                .map(name -> new AddrSpec(alias.pattern(), name))
                                .forEach(candidates::add);
                    }
                }
            }
        });
        return candidates;
    }

    private Stream<AddrSpec> ownAddresses(AccountRecord account) {
        return Stream.concat(Stream.of(account.address()), account.extraAddresses().stream())
                .flatMap(this::inEveryName);
    }

    private Stream<AddrSpec> inEveryName(AddrSpec address) {
        return directory.findDomain(address.domain()).stream()
                .flatMap(domain -> domain.names().stream())
                .map(name -> new AddrSpec(address.localPart(), name));
    }

    /** An address that the account may use, and why. */
    record SenderAddress(String address, SenderKind kind) {}
}
