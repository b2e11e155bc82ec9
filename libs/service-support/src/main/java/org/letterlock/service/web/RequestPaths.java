package org.letterlock.service.web;

/**
 * Which paths are served: those that every part reads alike. Filters, the edge's routes, the caller's signature and the
 * controllers must never disagree about which resource a request is for.
 */
final class RequestPaths {
    private static final String API = "/api/";
    private static final String VERSION = API + "v1/";
    private static final int HEX = 16;

    private RequestPaths() {}

    /** Whether the path, as it came, belongs to the API. */
    static boolean isApi(String path) {
        return path.startsWith(API);
    }

    /** The name of the resource that a path of the API belongs to, such as {@code domains}; empty for other paths. */
    static String resource(String path) {
        if (!path.startsWith(VERSION)) {
            return "";
        }
        int end = path.indexOf('/', VERSION.length());
        return path.substring(VERSION.length(), end < 0 ? path.length() : end);
    }

    /**
     * Whether a path has only one reading: it is absolute, without empty segments, dot segments and matrix parameters, and
     * percent-encodes nothing but octets outside of ASCII, as no resource's name needs more.
     */
    static boolean isUnambiguous(String path) {
        if (!path.startsWith("/") || path.contains("//") || path.indexOf(';') >= 0 || path.indexOf('\\') >= 0) {
            return false;
        }
        String closed = path + "/";
        return !closed.contains("/./") && !closed.contains("/../") && encodesOnlyBeyondAscii(path);
    }

    private static boolean encodesOnlyBeyondAscii(String path) {
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
            int high = at + 1 < path.length() ? Character.digit(path.charAt(at + 1), HEX) : -1;
            if (high < HEX / 2) {
                return false;
            }
        }
        return true;
    }
}
