package org.letterlock.mailsyntax.conversion;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/** A message as Apache Mime4j decodes it: structure, fields and bodies, without what a conversion may change. */
final class Decoded extends AbstractContentHandler {
    private final List<String> seen = new ArrayList<>();

    static List<String> of(byte[] message) {
        Decoded decoded = new Decoded();
        MimeConfig unlimited = new MimeConfig.Builder()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .build();
        MimeStreamParser parser = new MimeStreamParser(unlimited);
        parser.setContentDecoding(true);
        parser.setContentHandler(decoded);
        try {
            parser.parse(new ByteArrayInputStream(message));
        } catch (MimeException | IOException e) {
            throw new AssertionError(e);
        }
        return decoded.seen;
    }

    @Override
    public void startMessage() {
        seen.add("message");
    }

    @Override
    public void endMessage() {
        seen.add("end of message");
    }

    @Override
    public void startBodyPart() {
        seen.add("part");
    }

    @Override
    public void startMultipart(BodyDescriptor descriptor) {
        seen.add("multipart " + descriptor.getMimeType());
    }

    @Override
    public void endMultipart() {
        seen.add("end of multipart");
    }

    @Override
    public void field(Field field) {
        boolean mayChange = List.of("mime-version", "content-transfer-encoding")
                .contains(field.getName().toLowerCase(Locale.ROOT));
        if (!mayChange) {
            seen.add(field.getName() + ":" + field.getBody());
        }
    }

    @Override
    public void body(BodyDescriptor descriptor, InputStream body) throws IOException {
        seen.add(descriptor.getMimeType() + " " + new String(body.readAllBytes(), ISO_8859_1));
    }
}
