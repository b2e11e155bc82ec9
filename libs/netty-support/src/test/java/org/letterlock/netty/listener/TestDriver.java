package org.letterlock.netty.listener;

import java.util.Optional;
import org.letterlock.netty.session.ConnectionDriver;

/** A protocol without rules: it greets, says back every octet that comes, and leaves when it is told to. */
class TestDriver extends ConnectionDriver<Character> {
    private final String greeting;

    TestDriver(String greeting) {
        super(arrived -> Optional.of((char) arrived.readByte()));
        this.greeting = greeting;
    }

    @Override
    protected void onOpen() {
        writeAscii(greeting + "\r\n");
    }

    @Override
    protected void onFrame(Character frame) {
        writeAscii(frame.toString());
    }

    @Override
    protected void onTimeout() {}

    @Override
    protected void onShutdown() {
        end();
    }

    @Override
    protected void onClosed() {}

    @Override
    protected void onFault(Throwable fault) {}
}
