package dev.allclear.deliver.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "a/b+c=d,the a/b+c=d here,the <masked> here",
        "a/b+c=d,A%2FB%2BC%3DD,<masked>",
        "a%2Fb%2Bc,a/b+c,<masked>",
        "T0ken,t0ken and xT0kenx,<masked> and x<masked>x",
        "ab,ab in cab,<masked> in cab",
        "'',nothing,nothing",
        "x,http://kuma/api/push/Other?x=1,http://kuma/api/push/<masked>?<masked>=1"
    })
    void hidesEverySpelling(String secret, String text, String hidden) {
        assertThat(Secrets.of(secret).hide(text)).isEqualTo(hidden);
    }

    @Test
    void leavesNothingOfASecretThatHoldsAnother() {
        assertThat(Secrets.of("token", "token-and-more").hide("token-and-more")).isEqualTo("<masked>");
    }

    @Test
    void showsNothingItself() {
        assertThat(Secrets.of("token")).hasToString("<masked>");
    }
}
