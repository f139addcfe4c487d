h0 = <<EOT
hello
  world
EOT
h1 = <<-EOT
    hello
      world
    EOT
h2 = <<-EOT
    one

  two
    ${"three"}
  EOT
h3 = <<EOT
a ${~ "b" ~}
  c
EOT
h4 = <<-EOT
  %{ for x in ["a", "b"] ~}
  ${x}
  %{ endfor ~}
  end
EOT
h5 = <<-EOT
  %{ if true }
  yes
  %{ else }
  no
  %{ endif }
  EOT
h6 = <<EOT
no \n escape "here" $${x} %%{y}
EOT
h7 = chomp(<<EOT
v=spf1 -all
EOT
)
h8 = join(" ", split("\n", trimspace(<<-EOT
    v=spf1
    include:a.example
    -all
  EOT
)))
h9 = <<-EOT
		tabs
			more
		EOT
h10 = <<-EOT
${"at start"}
    indented
    EOT
h11 = <<EOT
%{ if true ~}
   x
%{~ endif }
EOT
h12 = <<EOT
EOT
h13 = [<<EOT
one
EOT
, "two"]
