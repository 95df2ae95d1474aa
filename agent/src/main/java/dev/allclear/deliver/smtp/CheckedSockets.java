package dev.allclear.deliver.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS over a connection that stands already; the certificate must be for the host. Thread-safe. */
final class CheckedSockets extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private final String name;

    CheckedSockets(SSLSocketFactory sockets, String name) {
        this.sockets = sockets;
        this.name = name;
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean autoClose) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket(below, name, port, autoClose);
        SSLParameters parameters = socket.getSSLParameters();
        // The rule for names in certificates is that of RFC 2818 for SMTP too.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw onlyOver();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        throw onlyOver();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw onlyOver();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        throw onlyOver();
    }

    private static IOException onlyOver() {
        return new IOException("TLS is only begun over a connection that can be cut");
    }
}
