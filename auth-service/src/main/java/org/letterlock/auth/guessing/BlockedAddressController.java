package org.letterlock.auth.guessing;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.document.Texts;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.Sortable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /blocked-addresses} (GUESS-7): read by AUDITOR, written by FULL_ADMIN. */
@RestController
@RequestMapping("/api/v1/blocked-addresses")
class BlockedAddressController {
    private static final int MIN_SECONDS = 30;
    private static final int MAX_SECONDS = 31_536_000;
    private static final int MAX_NOTE = 200;

    private final AddressBlocks blocks;
    private final Documents documents;

    BlockedAddressController(AddressBlocks blocks, Documents documents) {
        this.blocks = blocks;
        this.documents = documents;
    }

    @GetMapping
    Page<BlockView> list(
            Principal principal,
            @Sortable({"id", "since", "until"}) PageRequest request,
            @RequestParam(required = false) AddressBlock.@Nullable Reason reason) {
        principal.require(Role.AUDITOR);
        return blocks.list(reason, request).map(BlockView::of);
    }

    @GetMapping("/{ip}")
    ResponseEntity<BlockView> read(Principal principal, @PathVariable String ip) {
        principal.require(Role.AUDITOR);
        StoredBlock block = blocks.require(client(ip));
        return ResponseEntity.ok().eTag(block.entityTag()).body(BlockView.of(block));
    }

    @PostMapping
    ResponseEntity<BlockView> create(Principal principal, @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        BlockDocument document = documents.complete(body, BlockDocument.DEFAULTS, BlockDocument.class);
        Optional<ClientNetwork> client = ClientNetwork.parse(document.address());
        Faults faults = new Faults();
        faults.require(client.isPresent(), "/address", "not-an-address", "One IPv4 or IPv6 address.");
        faults.require(
                client.isEmpty() || !client.equals(ClientNetwork.parse(principal.clientAddress())),
                "/address",
                "own-address",
                "You would lock yourself out: this is the address that you come from.");
        faults.require(
                document.duration() >= MIN_SECONDS && document.duration() <= MAX_SECONDS,
                "/duration",
                "out-of-range",
                "30 to 31536000 seconds.");
        Texts.requireLine(document.note(), MAX_NOTE, "/note", faults);
        faults.throwIfAny();
        StoredBlock block = blocks.addByHand(
                principal, client.orElseThrow(), Duration.ofSeconds(document.duration()), document.note());
        URI location =
                URI.create("/api/v1/blocked-addresses/" + block.client().first().format());
        return ResponseEntity.created(location).eTag(block.entityTag()).body(BlockView.of(block));
    }

    /** Unblocks. {@code If-Match} need not be sent: whoever wants an address free wants it free. */
    @DeleteMapping("/{ip}")
    ResponseEntity<Void> delete(
            Principal principal,
            @PathVariable String ip,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        principal.require(Role.FULL_ADMIN);
        blocks.remove(principal, client(ip), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ClientNetwork client(String ip) {
        return ClientNetwork.parse(ip).orElseThrow(ProblemException::notFound);
    }
}
