package org.cardshop.warehouse.ftp;

import org.apache.ftpserver.ftplet.Authentication;
import org.apache.ftpserver.ftplet.AuthenticationFailedException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.ftplet.UserManager;
import org.jspecify.annotations.Nullable;

/// The warehouse keeps no users of its own: [Login] asks the doorkeeper. FtpServer wants to be
/// told.
final class NoAccounts implements UserManager {
  @Override
  public @Nullable User getUserByName(String username) {
    return null;
  }

  @Override
  public String[] getAllUserNames() {
    return new String[0];
  }

  @Override
  public void delete(String username) throws FtpException {
    throw new FtpException("users are kept by the scheduler");
  }

  @Override
  public void save(User user) throws FtpException {
    throw new FtpException("users are kept by the scheduler");
  }

  @Override
  public boolean doesExist(String username) {
    return false;
  }

  @Override
  public User authenticate(Authentication authentication) throws AuthenticationFailedException {
    throw new AuthenticationFailedException("only the PASS command lets someone in");
  }

  @Override
  public String getAdminName() {
    return "";
  }

  @Override
  public boolean isAdmin(String username) {
    return false;
  }
}
