package org.letterlock.mailsyntax.address;

/** Address literals (RFC 5321 section 4.1.3): IPv4 and IPv6; no General-address-literal is registered. */
final class AddressLiteral {
    private static final String IPV6_TAG = "IPv6:";
    private static final int IPV6_GROUPS = 8;

    private AddressLiteral() {}

    // address-literal = "[" ( IPv4-address-literal / IPv6-address-literal / General-address-literal ) "]"
    static boolean isAddressLiteral(String text) {
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return false;
        }
        String inner = text.substring(1, text.length() - 1);
        return isTaggedIpv6(inner) ? isIpv6(inner.substring(IPV6_TAG.length())) : isIpv4(inner);
    }

    private static boolean isTaggedIpv6(String inner) {
        return inner.length() >= IPV6_TAG.length()
                && inner.charAt(0) < 0x80
                && inner.charAt(1) < 0x80
                && inner.regionMatches(true, 0, IPV6_TAG, 0, IPV6_TAG.length());
    }

    // Snum = 1*3DIGIT, 0 to 255. A leading zero is refused: some readers take it for octal.
    static boolean isIpv4(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length != 4) {
            return false;
        }
        for (String number : numbers) {
            if (number.isEmpty()
                    || number.length() > 3
                    || !number.chars().allMatch(c -> c >= '0' && c <= '9')
                    || (number.length() > 1 && number.charAt(0) == '0')
                    || Integer.parseInt(number) > 255) {
                return false;
            }
        }
        return true;
    }

    // IPv6-addr = IPv6-full / IPv6-comp / IPv6v4-full / IPv6v4-comp
    static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == IPV6_GROUPS;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String before = text.substring(0, gap);
        String behind = text.substring(gap + 2);
        int first = before.isEmpty() ? 0 : groups(before, false);
        int last = behind.isEmpty() ? 0 : groups(behind, true);
        // "The '::' represents at least two 16-bit groups of zeros."
        return first >= 0 && last >= 0 && first + last <= IPV6_GROUPS - 2;
    }

    // How many 16-bit groups the text holds, an IPv4 address at the end counting as two; -1 where it is malformed.
    private static int groups(String text, boolean mayEndInIpv4) {
        String[] groups = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            String group = groups[i];
            if (mayEndInIpv4 && i == groups.length - 1 && group.indexOf('.') >= 0) {
                if (!isIpv4(group)) {
                    return -1;
                }
                count += 2;
            } else if (group.isEmpty() || group.length() > 4 || !group.chars().allMatch(AddressLiteral::isHexDigit)) {
                return -1;
            } else {
                count++;
            }
        }
        return count;
    }

    private static boolean isHexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
