provider "aws" {
  alias  = "west"
  region = "us-west-2"
  assume_role {
    role_arn = "arn"
  }
}
