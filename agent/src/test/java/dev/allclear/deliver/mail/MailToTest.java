package dev.allclear.deliver.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.TargetConf.Recipients;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.mail.UserAddresses.Lookup;
import dev.allclear.task.Upid.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a mail. */
class MailToTest {
    private static final Map<String, String> KNOWN =
            Map.of("root@pam", "root@example.com", "jane@pve", "jane@example.com");

    @TempDir
    private Path directory;

    private static Lookup known(String user) {
        String address = KNOWN.get(user);
        return address == null ? Lookup.none("no address") : Lookup.found(address);
    }

    private static MailTo resolve(List<String> mailto, List<String> users) {
        return MailTo.of(new Recipients(mailto, users), MailToTest::known, true);
    }

    private static List<String> addresses(MailTo to) {
        return to.addresses().stream().map(MailAddress::text).toList();
    }

    @Test
    void takesAddressesBeforeUsersAndEachOnce() {
        MailTo to = resolve(
                List.of("b@example.com", "root@example.com", "b@example.com"),
                List.of("jane@pve", "root@pam", "jane@pve"));
        assertThat(addresses(to)).containsExactly("b@example.com", "root@example.com", "jane@example.com");
        assertThat(to.remarks()).isEmpty();
    }

    @Test
    void namesTheUserWithoutAnAddress() {
        MailTo to = resolve(List.of("a@example.com"), List.of("joe@pve"));
        assertThat(addresses(to)).containsExactly("a@example.com");
        assertThat(to.remarks()).singleElement().asString().contains("joe@pve").contains("no address");
    }

    @Test
    void namesWhatIsNoAddressOnOneLine() {
        MailTo to = resolve(List.of("a@example.com", "x y@\r\nBcc: z@example.com"), List.of());
        assertThat(addresses(to)).containsExactly("a@example.com");
        assertThat(to.remarks()).singleElement().asString().contains("'x y@").doesNotContain("\n", "\r");
    }

    @Test
    void takesALineOfSeveralAddressesForSeveral() {
        assertThat(addresses(resolve(List.of("a@example.com, Joe <b@example.com>"), List.of())))
                .containsExactly("a@example.com", "b@example.com");
    }

    @Test
    void keepsTheMailWhenNobodyIsLeft() {
        MailTo to = resolve(List.of(), List.of("joe@pve"));
        assertThat(to.nobody("mail-to-root", Set.of()))
                .isInstanceOfSatisfying(
                        Retry.class, retry -> assertThat(retry.reason()).contains("mail-to-root", "joe@pve", "mailto"))
                .extracting("slow")
                .isEqualTo(true);
    }

    @Test
    void knowsUsersOfThisHostOnlyWhereTheyCanBeReached() {
        Recipients root = new Recipients(List.of("root"), List.of());
        assertThat(addresses(MailTo.of(root, MailToTest::known, true))).containsExactly("root");
        assertThat(MailTo.of(root, MailToTest::known, false).addresses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@b.c",
                "a b@c.d",
                "a@b c",
                "a@b..c",
                ".a@b.c",
                "a@-b.c",
                "-oQ/tmp@b.c",
                "a@b.c>",
                "a@b\u0000.c",
                "a@b.c\nRCPT TO:<x@y.z>",
                "a@b@c",
                "ä@b.c",
                "<>",
                "a@b.c,",
                "x<a@b.c",
                "\"a\nb\"@c.d"
            })
    void refusesWhatCannotStandInAnEnvelope(String written) {
        assertThat(MailAddress.parse(written)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root@pve1",
                "a.b+c@d-e.example.com",
                "x%3ay@z.org",
                "\"a b\"@c.d",
                "a@[192.0.2.1]",
                "a@[IPv6:2001:db8::1]"
            })
    void acceptsUsualAndUnusualAddresses(String written) {
        assertThat(MailAddress.parse(written)).map(MailAddress::text).contains(written);
        assertThat(MailAddress.parse("Jane Doe <" + written + ">"))
                .map(MailAddress::text)
                .contains(written);
    }

    @Test
    void turnsADomainInOtherScriptsIntoAscii() {
        assertThat(MailAddress.parse("a@bücher.example")).map(MailAddress::text).contains("a@xn--bcher-kva.example");
    }

    @Test
    void seesAnAddressThatWasEnteredMeanwhile() throws IOException {
        Path file = directory.resolve("user.cfg");
        UserCfg cfg = new UserCfg(Product.PVE, file);
        assertThat(cfg.address("root@pam").why()).contains("there is no");
        Files.writeString(file, "user:root@pam:1:0::::::\n");
        assertThat(cfg.address("root@pam").why()).contains("no address");
        Files.writeString(file, "user:root@pam:1:0:::r@example.com:::\n");
        assertThat(cfg.address("root@pam").address()).isEqualTo("r@example.com");
    }

    @Test
    void namesTheLineThatMakesAUserCfgUseless() throws IOException {
        Path file = Files.writeString(directory.resolve("user.cfg"), "user: root@pam\n\temail a@b.c\n\nbroken line\n");
        assertThat(new UserCfg(Product.PBS, file).address("root@pam").why()).contains("line 4");
    }

    @Test
    void asksTheNextPlaceWhenTheFirstHasNoAddress() {
        UserAddresses both = UserAddresses.firstOf(List.of(user -> Lookup.none("not here"), MailToTest::known));
        assertThat(both.address("root@pam").address()).isEqualTo("root@example.com");
        assertThat(both.address("joe@pve").why()).isEqualTo("not here; no address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"email_from: a@b.c\n", "x: y\nemail_from:a@b.c \nemail_from: other@b.c"})
    void readsTheSenderOfAProduct(String text) {
        assertThat(FromSetting.of(Product.PVE, text)).contains("a@b.c");
        assertThat(FromSetting.of(Product.PBS, text.replace("email_from", "email-from")))
                .contains("a@b.c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "email_from:\n", " email_from: a@b.c\n", "#email_from: a@b.c", "email-from: a@b.c"})
    void knowsNoSenderWhereTheProductKnowsNone(String text) {
        assertThat(FromSetting.of(Product.PVE, text)).isEmpty();
    }
}
