package org.letterlock.service.sealing;

/** What a key of the keyring is for (KEY-1). The code is part of the stored format and never changes. */
public enum ClassKey {
    MAIL(1),
    SETTINGS(2),
    CONFIG(3),
    SECRETS(4),
    LOGS(5),
    AUDIT(6),
    QUEUE(7),
    KAFKA(8),
    INDEX(9),
    BACKUP(10),
    /** Private keys of certificates: apart from {@link #SECRETS}, for every front end has to open them (ENC-8). */
    TLS(11);

    private final int code;

    ClassKey(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
