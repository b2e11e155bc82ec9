package org.letterlock.mailsyntax.conversion;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;

/**
 * A body without encoding. It is held, with its header, until it ends or the window is full; then it stays as it is or is encoded
 * from its first octet on.
 */
final class UndecidedContent implements PartContent {
    private final Entity entity;
    private final ConversionScope scope;
    private final Output output;
    private final Consumer<HeaderSection> header;
    private final Cleanness cleanness = new Cleanness();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(0);
    private PartContent decided; // this, until it is

    UndecidedContent(Entity entity, ConversionScope scope, Output output, Consumer<HeaderSection> header) {
        this.entity = entity;
        this.scope = scope;
        this.output = output;
        this.header = header;
        decided = this;
    }

    @Override
    public void write(byte[] octets, int offset, int count) {
        if (decided != this) {
            decided.write(octets, offset, count);
            return;
        }
        int room = Math.min(count, MessageConverter.WINDOW - held.size());
        cleanness.add(octets, offset, room);
        held.write(octets, offset, room);
        if (room < count) {
            // Clean so far says nothing of what follows, and the header cannot wait for it.
            decide(cleanness.suitsQuotedPrintable(entity.isText()) ? Encoding.QUOTED_PRINTABLE : Encoding.BASE64);
            decided.write(octets, offset + room, count - room);
        }
    }

    @Override
    public void finish(Ending ending) {
        if (decided == this) {
            boolean quoted = cleanness.suitsQuotedPrintable(entity.isText());
            decide(cleanness.isClean(scope) ? Encoding.NONE : quoted ? Encoding.QUOTED_PRINTABLE : Encoding.BASE64);
        }
        decided.finish(ending);
    }

    private enum Encoding {
        NONE,
        QUOTED_PRINTABLE,
        BASE64
    }

    private void decide(Encoding encoding) {
        switch (encoding) {
            case NONE -> {
                header.accept(entity.section());
                decided = new CopiedContent(output);
            }
            case QUOTED_PRINTABLE -> {
                header.accept(encoded("quoted-printable"));
                decided = new QuotedPrintableEncoder(output);
            }
            case BASE64 -> {
                header.accept(encoded("base64"));
                decided = new Base64Encoder(output);
            }
        }
        byte[] octets = held.toByteArray();
        held.reset();
        decided.write(octets, 0, octets.length);
    }

    private HeaderSection encoded(String encoding) {
        HeaderSection section = entity.section().replacing(HeaderField.of("Content-Transfer-Encoding", encoding));
        boolean lacksVersion =
                entity.isMessage() && section.find("MIME-Version").isEmpty();
        return lacksVersion ? section.withLast(HeaderField.of("MIME-Version", "1.0")) : section;
    }
}
