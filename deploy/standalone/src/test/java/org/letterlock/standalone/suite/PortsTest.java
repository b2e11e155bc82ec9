package org.letterlock.standalone.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void anyFreePortsDifferAndAreNoneThatTheKernelGivesAway() throws IOException {
        List<Integer> ports = Ports.anyFree(50);

        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
        for (int port : ports) {
            new ServerSocket(port).close();
        }
    }

    @Test
    void everyDoorHasAPortOfItsOwn() {
        Ports ports = Ports.choose(PortChoice.ANY);

        assertThat(ports.numbers().values()).hasSize(Door.values().length).doesNotHaveDuplicates();
    }
}
