package org.letterlock.mailstore.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.UUID;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.mailbox.Frames;
import org.letterlock.service.mailbox.StoreProtocol;
import org.letterlock.service.mailbox.StoreServer;
import org.letterlock.service.sealing.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The mailbox store for front ends in other processes. Only who holds the keyring's key for messages between services can make
 * a request that opens; it is good for a minute and once.
 */
@RestController
final class MailboxStoreController {
    private static final Logger log = LoggerFactory.getLogger(MailboxStoreController.class);
    private static final int MAX_SEEN = 1_000_000;
    private static final int CLOCK_SKEW = 2; // a request may come from the past and from the future

    private final Cache<UUID, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(MAX_SEEN)
            .expireAfterWrite(StoreProtocol.GOOD_FOR.multipliedBy(CLOCK_SKEW))
            .build();
    private final StoreServer server;

    MailboxStoreController(MailboxStore store, Sealer sealer, RecordCodec codec, InstantSource clock) {
        this.server = new StoreServer(
                store, sealer, codec, clock, request -> seen.asMap().putIfAbsent(request, true) == null);
    }

    @PostMapping(path = StoreProtocol.PATH, consumes = StoreProtocol.CONTENT_TYPE)
    void answer(
            @RequestHeader(StoreProtocol.REQUEST_HEADER) UUID id,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setContentType(StoreProtocol.CONTENT_TYPE);
        OutputStream out = new BufferedOutputStream(response.getOutputStream(), Frames.MAX_CONTENT);
        try {
            server.answer(id, request.getInputStream(), out);
            out.flush();
        } catch (IOException e) {
            // A foreign request, or a front end that went away in the middle. Neither learns more than that.
            log.debug("request {} for the mailbox store broke off", id, e);
            if (!response.isCommitted()) {
                response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            }
        }
    }
}
