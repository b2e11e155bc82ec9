package org.letterlock.standalone.command;

import java.nio.file.Path;
import org.letterlock.standalone.suite.SuiteSettings;

/** What the operator asks the launcher to do. */
public sealed interface Command {

    /** Start the suite in this process and serve until it is told to stop. */
    record Run(SuiteSettings settings) implements Command {}

    /** Start every service as a process of its own, as on a cluster. */
    record Cluster(SuiteSettings settings) implements Command {}

    /** Start the suite on throw-away data, use every part once, and end: the training run of the AOT cache. */
    record Train(Path data) implements Command {}

    /** Stop the suite that runs on that data. */
    record Stop(Path data) implements Command {}

    /** Say what runs on that data. */
    record Status(Path data) implements Command {}

    /** Fill the suite that runs on that data with a domain and users, and show how mail is sent and read. */
    record Demo(Path data, String domain, int users, String password) implements Command {}

    /** Give an administrator of the installation in that data a one-time password, and no second factor (ADM-4). */
    record ResetAdministrator(Path data, String account) implements Command {}

    /** Say how the launcher is used. */
    record Help() implements Command {}
}
