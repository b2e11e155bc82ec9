package org.letterlock.mailsyntax.conversion;

/** Stays as it is, octet for octet. */
final class CopiedContent implements PartContent {
    private final Output output;

    CopiedContent(Output output) {
        this.output = output;
    }

    @Override
    public void write(byte[] octets, int offset, int count) {
        output.write(octets, offset, count);
    }

    @Override
    public void finish(Ending ending) {}
}
