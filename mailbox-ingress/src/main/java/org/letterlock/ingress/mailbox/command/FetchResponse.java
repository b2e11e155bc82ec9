package org.letterlock.ingress.mailbox.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.command.FetchItem;
import org.letterlock.imap.command.FetchItem.Extension;
import org.letterlock.imap.command.Partial;
import org.letterlock.imap.command.Section;
import org.letterlock.imap.command.Section.Text;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.response.FetchWriter;
import org.letterlock.imap.response.HeaderFieldFilter;
import org.letterlock.imap.response.HeaderFieldFilter.Keep;
import org.letterlock.imap.response.ImapWriter;
import org.letterlock.imap.response.SectionLocator;
import org.letterlock.imap.response.SectionLocator.Range;
import org.letterlock.ingress.mailbox.content.DecodedStream;
import org.letterlock.ingress.mailbox.content.MessageContent;
import org.letterlock.mailsyntax.mime.MimePart;
import org.letterlock.mailsyntax.mime.MimeStructure;

/** The FETCH response of one message. What cannot be told is left out, and a response without items is not sent. */
final class FetchResponse {
    /** So many octets are read before they are announced; what is longer is announced by what the store says of it. */
    private static final int SMALL = 64 * 1024;

    private static final int PIECE = 32 * 1024;

    private final int number;
    private final Uid uid;
    private final MessageContent content;
    private final Responses responses;
    private final ImapWriter out;
    private boolean begun;
    private boolean lacksStructure;
    private boolean unknownEncoding;

    FetchResponse(int number, Uid uid, MessageContent content, Responses responses) {
        this.number = number;
        this.uid = uid;
        this.content = content;
        this.responses = responses;
        this.out = responses.writer();
    }

    boolean lacksStructure() {
        return lacksStructure;
    }

    boolean hasUnknownEncoding() {
        return unknownEncoding;
    }

    /** Writes the whole response from the message's octets alone; false, and nothing written, if it is large or gone. */
    boolean writeContent(FetchPlan plan) {
        byte[] octets = plan.wantsWhole()
                ? content.read(0, SMALL + 1)
                : content.header().orElse(new byte[0]);
        if (octets.length == 0 || (octets.length > SMALL && plan.wantsWhole())) {
            return false;
        }
        byte[] header = plan.wantsWhole() ? MessageContent.headerOf(octets) : octets;
        for (FetchItem item : plan.items()) {
            if (item instanceof FetchItem.Body body) {
                FetchWriter.bodyName(body, next());
                literal(selected(body.section().text(), octets, header), body.partial());
            } else {
                next().ascii("UID ").number(uid.value());
            }
        }
        end();
        return true;
    }

    private static byte[] selected(Text text, byte[] whole, byte[] header) {
        return switch (text) {
            case Text.Whole(), Text.Body() -> whole;
            case Text.Header(), Text.Mime() -> header;
            case Text.HeaderFields(List<String> names) -> HeaderFieldFilter.filter(header, names, Keep.NAMED);
            case Text.HeaderFieldsNot(List<String> names) -> HeaderFieldFilter.filter(header, names, Keep.OTHERS);
        };
    }

    /** Writes one item. */
    void write(FetchItem item, StoredMessage message, MessageState state, boolean recent) {
        switch (item) {
            case FetchItem.Flags() -> next().ascii("FLAGS ").flags(state.flags(), recent);
            case FetchItem.Uid() -> next().ascii("UID ").number(uid.value());
            case FetchItem.InternalDate() -> FetchWriter.internalDate(message.internalDate(), next());
            case FetchItem.Rfc822Size() -> next().ascii("RFC822.SIZE ").number(message.size());
            case FetchItem.Envelope() ->
                structure(message)
                        .ifPresent(found -> FetchWriter.envelope(found.envelope(), next().ascii("ENVELOPE ")));
            case FetchItem.BodyStructure(Extension extension) ->
                structure(message).ifPresent(found -> {
                    next().ascii(extension == Extension.WITH ? "BODYSTRUCTURE " : "BODY ");
                    FetchWriter.bodyStructure(found.root(), extension, out);
                });
            case FetchItem.Body body -> body(body, message);
            case FetchItem.Binary binary -> binary(binary, message);
            case FetchItem.BinarySize size -> binarySize(size, message);
        }
        responses.sendIfMany();
    }

    /** Closes the response, if anything was written. */
    void end() {
        if (begun) {
            out.ascii(")").crlf();
            responses.sendIfMany();
        }
    }

    // The place for the next item.
    private ImapWriter next() {
        if (begun) {
            return out.ascii(" ");
        }
        begun = true;
        return out.ascii("* ").number(number).ascii(" FETCH (");
    }

    private Optional<MimeStructure> structure(StoredMessage message) {
        MimeStructure structure = message.structure();
        lacksStructure |= structure == null;
        return Optional.ofNullable(structure);
    }

    private void body(FetchItem.Body item, StoredMessage message) {
        Section section = item.section();
        if (section.path().isEmpty() && section.text() instanceof Text.Whole) {
            stream(out -> FetchWriter.bodyName(item, out), window(new Range(0, message.size()), item.partial()));
        } else if (section.path().isEmpty() && !(section.text() instanceof Text.Body)) {
            content.header().ifPresent(header -> {
                FetchWriter.bodyName(item, next());
                literal(selected(section.text(), header, header), item.partial());
            });
        } else {
            structure(message).ifPresent(structure -> located(item, SectionLocator.locate(structure, section)));
        }
    }

    private void located(FetchItem.Body item, Optional<Range> found) {
        if (found.isEmpty()) {
            FetchWriter.bodyName(item, next());
            out.ascii(" NIL");
            return;
        }
        Range range = found.get();
        switch (item.section().text()) {
            case Text.HeaderFields _, Text.HeaderFieldsNot _ -> {
                byte[] header = content.read(range.start(), Math.toIntExact(range.length()));
                FetchWriter.bodyName(item, next());
                literal(selected(item.section().text(), header, header), item.partial());
            }
            case Text.Whole _, Text.Header _, Text.Body _, Text.Mime _ ->
                stream(out -> FetchWriter.bodyName(item, out), window(range, item.partial()));
        }
    }

    // RFC 9051 section 6.4.5: what a partial asks for beyond the end is not there, which is no fault.
    private static Range window(Range range, @Nullable Partial partial) {
        if (partial == null) {
            return range;
        }
        long start = Math.min(range.end(), range.start() + Math.min(partial.offset(), range.length()));
        return new Range(start, start + Math.min(partial.length(), range.end() - start));
    }

    private void literal(byte[] octets, @Nullable Partial partial) {
        Range range = window(new Range(0, octets.length), partial);
        out.ascii(" ").literalHead(range.length());
        out.octets(octets, (int) range.start(), (int) range.length());
    }

    // Nothing is written before the store has opened the message: until then it can still be left out.
    private void stream(Consumer<ImapWriter> name, Range range) {
        if (range.length() <= SMALL) {
            byte[] octets = content.read(range.start(), (int) range.length());
            name.accept(next());
            out.ascii(" ").literal(octets);
            return;
        }
        try (InputStream stream = content.open(range.start(), range.length())) {
            name.accept(next());
            out.ascii(" ").literalHead(range.length());
            copy(stream, range.length());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void copy(InputStream stream, long length) throws IOException {
        byte[] piece = new byte[PIECE];
        long left = length;
        while (left > 0) {
            int read;
            try {
                read = stream.readNBytes(piece, 0, (int) Math.min(piece.length, left));
            } catch (RuntimeException e) {
                throw broken(e);
            }
            if (read == 0) {
                throw broken(null);
            }
            out.octets(piece, 0, read);
            left -= read;
            responses.sendIfMany();
        }
    }

    // The literal was announced with its size; there is no way to take that back.
    private static ConnectionLostException broken(@Nullable Exception cause) {
        return new ConnectionLostException("the octets of a message ended before their time", cause);
    }

    private void binary(FetchItem.Binary item, StoredMessage message) {
        if (item.path().isEmpty()) {
            stream(out -> FetchWriter.binaryName(item, out), window(new Range(0, message.size()), item.partial()));
            return;
        }
        structure(message).ifPresent(structure -> {
            Optional<MimePart> part = SectionLocator.findPart(structure, item.path());
            if (part.isEmpty()) {
                FetchWriter.binaryName(item, next());
                out.ascii(" NIL");
            } else {
                decoded(item, part.get());
            }
        });
    }

    // Two passes: the size must be announced, and is known only when everything has been decoded.
    private void decoded(FetchItem.Binary item, MimePart part) {
        Optional<Measure> measured = measure(part);
        Optional<InputStream> opened = open(part);
        if (measured.isEmpty() || opened.isEmpty()) {
            unknownEncoding = true;
            return;
        }
        Range range = window(new Range(0, measured.get().size()), item.partial());
        try (InputStream stream = opened.get()) {
            stream.skipNBytes(range.start());
            FetchWriter.binaryName(item, next());
            out.ascii(" ");
            var _ = measured.get().isBinary() ? out.literal8Head(range.length()) : out.literalHead(range.length());
            copy(stream, range.length());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void binarySize(FetchItem.BinarySize item, StoredMessage message) {
        if (item.path().isEmpty()) {
            FetchWriter.binarySizeName(item, next());
            out.ascii(" ").number(message.size());
            return;
        }
        structure(message).ifPresent(structure -> {
            Optional<MimePart> part = SectionLocator.findPart(structure, item.path());
            Optional<Measure> measured = part.flatMap(this::measure);
            unknownEncoding |= part.isPresent() && measured.isEmpty();
            if (part.isEmpty() || measured.isPresent()) {
                FetchWriter.binarySizeName(item, next());
                out.ascii(" ").number(measured.map(Measure::size).orElse(0L));
            }
        });
    }

    /** What decoding gives. */
    private record Measure(long size, boolean isBinary) {}

    private Optional<InputStream> open(MimePart part) {
        // A composite part has no encoding but the identity (RFC 2045 section 6.4).
        boolean isComposite = part.isMultipart() || part.message() != null;
        return DecodedStream.open(
                content.open(part.bodyStart(), part.bodySize()), isComposite ? "binary" : part.encoding());
    }

    /** Finds out whether octets are lines of text; what is not goes out as literal8 (RFC 3516 section 4.2). */
    private static final class LineText {
        private boolean text = true;
        private byte last;

        private void feed(byte[] octets, int count) {
            for (int i = 0; i < count && text; i++) {
                boolean endsLine = octets[i] == '\n';
                text = octets[i] != 0 && endsLine == (last == '\r');
                last = octets[i];
            }
        }

        private boolean isText() {
            return text && last != '\r';
        }
    }

    private Optional<Measure> measure(MimePart part) {
        return open(part).map(opened -> {
            try (InputStream stream = opened) {
                byte[] piece = new byte[PIECE];
                long size = 0;
                var text = new LineText();
                for (int read = stream.read(piece); read > 0; read = stream.read(piece)) {
                    text.feed(piece, read);
                    size += read;
                }
                return new Measure(size, !text.isText());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
